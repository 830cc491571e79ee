using Matching.Api.Access;
using Matching.Api.Conventions;
using Matching.Api.Snapshots;
using Matching.Bridges;
using Matching.Profiles;
using Matching.Storage.Access;

namespace Matching.Api.Network;

/// <summary>A hub's network month by month, oldest first.</summary>
public sealed record NetworkAnswer(string Hub, string Name, string From, string To, IReadOnlyList<NetworkMonth> Months);

/// <summary>Which organisations of a hub are joined, before and after: numbers for the host and, without small cells, for national.</summary>
internal static class NetworkEndpoints
{
    internal static void MapNetwork(this RouteGroupBuilder api) => api.MapGet("/hubs/{hub}/network", Get).Allow(Role.Host, Role.National).WithTags("Network")
        .WithSummary("The hub's network month by month, in group measures; as CSV, and as a picture of the last month (SVG)")
        .Produces<NetworkAnswer>(200, "application/json", "text/csv", Svg.MediaType);

    // from and to are months, as 2026-06, or days in them; format is for links that cannot say Accept.
    private static async Task<IResult> Get(
        string hub, string? from, string? to, string? round, string? format, HttpContext http, Scope scope, HubMoments moments, TimeProvider clock, CancellationToken ct)
    {
        var found = await scope.HubAsync(hub, ct);
        var wanted = FormatOf(format, http);
        var months = MonthRange.Of(from, to, found, clock.GetUtcNow(), wholeMonths: IsOutsider(scope));
        if (wanted == NetworkFormat.Svg) return await Picture(found, months, round, http, scope, moments, ct);
        if (round is not null) throw ProblemException.BadField("round", "round goes with the picture alone: format=svg, or Accept: image/svg+xml.");
        var rows = new List<NetworkMonth>();
        foreach (var month in months.All)
        {
            var snapshot = (await moments.AtAsync(hub, months.End(month), ct)).Hub;
            rows.Add(Row(month, months, snapshot, IsOutsider(scope)));
        }
        return wanted == NetworkFormat.Csv ? Lists.Csv(rows, NetworkMonth.Columns) : Results.Json(new NetworkAnswer(hub, found.Name, rows[0].Month, rows[^1].Month, rows));
    }

    private static bool IsOutsider(Scope scope) => scope.Caller.Role == Role.National;

    private static NetworkFormat FormatOf(string? format, HttpContext http)
    {
        if (format is not null)
        {
            return Vocabulary.TryRead<NetworkFormat>(format, out var named)
                ? named
                : throw ProblemException.BadField("format", $"format is {string.Join(", ", Vocabulary.All<NetworkFormat>())}.");
        }
        if (Lists.WantsCsv(http)) return NetworkFormat.Csv;
        var first = http.Request.GetTypedHeaders().Accept.OrderByDescending(type => type.Quality ?? 1).FirstOrDefault();
        return first is not null && first.MediaType.Equals(Svg.MediaType, StringComparison.OrdinalIgnoreCase) ? NetworkFormat.Svg : NetworkFormat.Json;
    }

    private static NetworkMonth Row(DateOnly month, MonthRange months, HubSnapshot snapshot, bool outsider)
    {
        var report = NetworkReport.Of(snapshot, months.LastDay(month));
        var row = NetworkMonth.Of(month, snapshot.AsOf, report);
        return outsider ? SmallCells.Suppress(row, report, NetworkMap.OfGroups(snapshot, SmallCells.Fewest)) : row;
    }

    private static async Task<IResult> Picture(Hub hub, MonthRange months, string? roundId, HttpContext http, Scope scope, HubMoments moments, CancellationToken ct)
    {
        var round = roundId is null ? null : await scope.RoundAsync(roundId, ct);
        if (round is not null && round.Hub != hub.Id) throw ProblemException.BadField("round", $"The round '{roundId}' is of hub '{round.Hub}'.");
        var after = (await moments.AtAsync(hub.Id, months.End(months.To), ct)).Hub;
        var before = IsOutsider(scope) || months.From == months.To ? null : (await moments.AtAsync(hub.Id, months.End(months.From), ct)).Hub;
        var scene = IsOutsider(scope)
            ? NetworkScenes.ForOutsiders(hub, months.LastDay(months.To), after)
            : NetworkScenes.ForHost(hub, months.LastDay(months.To), after, months.LastDay(months.From), before, round);
        // Opened by itself the picture is a document of its own; it needs nothing from anywhere.
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'";
        return Results.Text(NetworkDrawing.Draw(scene), $"{Svg.MediaType}; charset=utf-8");
    }
}

internal enum NetworkFormat
{
    Json,
    Csv,
    Svg,
}
