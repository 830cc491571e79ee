using Matching.Api.Access;
using Matching.Api.Rounds;
using Matching.Api.Snapshots;
using Matching.Ingest;
using Matching.Ingest.Reading;
using Matching.Introductions;
using Matching.Profiles;
using Matching.Storage;
using Matching.Storage.Access;
using Spectre.Console;

namespace Matching.Api.Demo;

/// <summary>
/// The main job on an empty store: imports the sample hubs, draws this week's round for each, prints the suggestions with their
/// reasons, and a link to sign in with.
/// </summary>
internal static class DemoRun
{
    private const int Budget = 10;
    private const int PlainWidth = 120;

    internal static async Task RunAsync(WebApplication app)
    {
        var console = Plain(AnsiConsole.Console);
        var store = app.Services.GetRequiredService<SqlStore>();
        var now = app.Services.GetRequiredService<TimeProvider>().GetUtcNow();
        await ImportSamples(store, console);
        var hubs = (await store.ListHubsAsync(new PageRequest { Limit = PageRequest.LargestLimit })).Items;
        foreach (var hub in hubs) Print(console, hub, await ThisWeeksRound(store, app.Services.GetRequiredService<HubMoments>(), hub, now));
        var link = await SignIn.MakeLinkAsync(store, new AccessGrant { Role = Role.Host, Hubs = [.. hubs.Select(hub => hub.Id)] }, now);
        var address = (app.Configuration["urls"] ?? "http://127.0.0.1:5080").Split(';')[0];
        console.MarkupLineInterpolated($"[bold]Logga in som värd (en gång, inom tio minuter) · Sign in as host (once, within ten minutes):[/]");
        console.WriteLine(address.TrimEnd('/') + link);
        console.WriteLine($"{address.TrimEnd('/')}/docs");
    }

    // A pipe has no width of its own, and lines of 80 would break reasons in odd places.
    private static IAnsiConsole Plain(IAnsiConsole console)
    {
        if (Console.IsOutputRedirected) console.Profile.Width = PlainWidth;
        return console;
    }

    private static async Task ImportSamples(SqlStore store, IAnsiConsole console)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "samples", "norr");
        var sources = ImportSource.FromFolder(folder);
        if (!await store.IsEmptyAsync())
        {
            var dry = await ImportRun.ImportAsync(store, [sources], new ImportOptions { DryRun = true });
            if (dry.Tables.Any(table => table.Added + table.Changed > 0))
                throw new OptionsException($"The store holds other data already ({store.Address.Name}). --demo wants an empty one: set Matching__Store to a new file or database.");
            return;
        }
        var report = await ImportRun.ImportAsync(store, [sources]);
        if (report.Rejects.Count > 0) throw new OptionsException($"{report.Rejects[0].File} line {report.Rejects[0].Line}: {report.Rejects[0].Reason}");
        console.MarkupLineInterpolated($"{report.AcceptedRows} rader inlästa från · rows imported from samples/norr");
    }

    private static async Task<RoundAnswer> ThisWeeksRound(SqlStore store, HubMoments moments, Hub hub, DateTimeOffset now)
    {
        var local = TimeZoneInfo.ConvertTime(now, TimeZoneInfo.FindSystemTimeZoneById(hub.TimeZone));
        var week = IsoWeek.Of(DateOnly.FromDateTime(local.DateTime));
        var round = await store.FindRoundAsync(hub.Id, week)
            ?? await RoundEndpoints.DrawAsync(store, moments, hub.Id, week, RoundEndpoints.WholeSecond(now), new RoundOptions { Budget = Budget }, default);
        return await RoundEndpoints.Describe(store, round, default);
    }

    private static void Print(IAnsiConsole console, Hub hub, RoundAnswer round)
    {
        var table = new Table { Title = new TableTitle(Markup.Escape($"{hub.Name}, vecka {round.Week.Number}")), Border = TableBorder.Rounded, ShowRowSeparators = true, Expand = true };
        table.AddColumns(new TableColumn("").NoWrap(), new TableColumn("Vilka · Who"), new TableColumn("Varför · Why"));
        foreach (var introduction in round.Introductions) table.AddRow(Row(introduction));
        table.Caption = new TableTitle(Markup.Escape(
            $"{round.Introductions.Count} förslag, {round.LeftOut.Count} utan. Organisationspar med kontakt: {round.Network.Before.OrganisationPairsJoined} → {round.Network.Forecast.OrganisationPairsJoined}. Utan kontakter: {round.Network.Before.Isolates} → {round.Network.Forecast.Isolates}."));
        console.Write(table);
        console.WriteLine();
    }

    private static Text[] Row(IntroductionAnswer introduction) =>
    [
        new Text($"{introduction.Position}"),
        new Text(string.Join('\n', introduction.People.Select(person => $"{person.FirstName}, {person.Organisation}"))),
        new Text(string.Join('\n', introduction.Reasons.Select(reason => $"• {reason.Sv}{Words(reason)}"))),
    ];

    private static string Words(Reason reason) => reason.Words.Count == 0 ? "" : $" [{string.Join(", ", reason.Words)}]";
}
