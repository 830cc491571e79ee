using System.Globalization;
using Matching.Api.Access;
using Matching.Api.Conventions;
using Matching.Api.Network;
using Matching.Api.Snapshots;
using Matching.Contacts;
using Matching.Storage;
using Matching.Storage.Access;

namespace Matching.Api.Contacts;

/// <summary>What was asked for of one matter in one month. A number that is withheld is null.</summary>
public sealed record DemandRow(
    string Month, string? Concept, string Sv, string En, int? Questions, int? UnmetQuestions, int? UnmetNeeds, IReadOnlyList<DemandOwner> Owners);

/// <summary>What is asked for in a hub, month by month.</summary>
public sealed record DemandAnswer(string Hub, string From, string To, IReadOnlyList<DemandRow> Items);

/// <summary>What do members and businesses ask for that nobody present answers, and whom should we invite?</summary>
internal static class DemandEndpoints
{
    private static readonly CsvColumns<DemandRow> Columns = new()
    {
        { "month", row => row.Month },
        { "concept", row => row.Concept },
        { "sv", row => row.Sv },
        { "en", row => row.En },
        { "questions", row => row.Questions },
        { "unmet_questions", row => row.UnmetQuestions },
        { "unmet_needs", row => row.UnmetNeeds },
        { "owners", row => row.Owners.Select(owner => owner.Name) },
        { "missing", row => row.Owners.Where(owner => !owner.Present).Select(owner => owner.Name) },
    };

    internal static void MapDemand(this RouteGroupBuilder api) => api.MapGet("/hubs/{hub}/demand", Get).Allow(Role.Host, Role.National).WithTags("Contacts")
        .WithSummary("What is asked for that nobody present answers, and which authority would; counts alone").Produces<DemandAnswer>(200, "application/json", "text/csv");

    private static async Task<IResult> Get(
        string hub, string? from, string? to, HttpContext http, Scope scope, SqlStore store, HubMoments moments, ContactSearches searches, TimeProvider clock, CancellationToken ct)
    {
        var found = await scope.HubAsync(hub, ct);
        var outsider = scope.Caller.Role == Role.National;
        var now = clock.GetUtcNow();
        var months = MonthRange.Of(from, to, found, now, wholeMonths: outsider);
        var questions = new List<AskedQuestion>();
        foreach (var month in months.All)
        {
            var begin = months.End(month.AddMonths(-1)).AddSeconds(1);
            questions.AddRange((await store.ListQuestionsAsync(hub, begin, months.End(month).AddSeconds(1), ct)).Select(one => new AskedQuestion(month, one.Concepts, one.Unmet)));
        }
        var snapshot = (await moments.NowAsync(hub, now, ct)).Hub;
        var lines = Demand.Of(snapshot, await searches.OfAsync(snapshot, ct), questions, months.To);
        var rows = lines.Where(line => !outsider || IsToTell(line)).Select(line => Row(line, outsider)).ToList();
        return Lists.WantsCsv(http) ? Lists.Csv(rows, Columns) : Results.Json(new DemandAnswer(hub, Month(months.From), Month(months.To), rows));
    }

    private static DemandRow Row(DemandLine line, bool outsider)
    {
        // A zero among numbers that are withheld would say as much as they; and an exact number that grew since last week, whose it is.
        int? Told(int count) => !outsider ? count : count < SmallCells.Fewest ? null : SmallCells.Rounded(count);
        return new DemandRow(
            Month(line.Month), line.Concept, line.Swedish, line.English, Told(line.Questions), Told(line.UnmetQuestions), Told(line.UnmetNeeds), line.Owners);
    }

    // That a matter was asked for at all tells of the few who did.
    private static bool IsToTell(DemandLine line) => Math.Max(line.Questions, line.UnmetNeeds) >= SmallCells.Fewest;

    private static string Month(DateOnly month) => month.ToString("yyyy-MM", CultureInfo.InvariantCulture);
}
