using Matching.Bridges;
using Matching.Introductions;
using Matching.Profiles;

namespace Matching.Storage.Tests;

/// <summary>Small records to start from; tests change what they are about.</summary>
internal static class Some
{
    /// <summary>A Monday in week 48 of 2026, at nine in Stockholm.</summary>
    public static readonly DateTimeOffset Now = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    public static readonly IsoWeek Week = new(2026, 48);

    public static Hub Hub(string id = "norr") => new() { Id = id, Name = $"Hub {id}" };

    public static Organisation Organisation(string id = "agency", string? unitOf = null) =>
        new() { Id = id, Name = $"Organisation {id}", Sector = Sector.Agency, UnitOf = unitOf };

    public static Member Member(string id, string hub = "norr", string organisation = "agency") =>
        new() { Id = id, Name = $"{id} Andersson", Hub = hub, Organisation = organisation };

    public static Gathering Gathering(string id = "breakfast", string hub = "norr") =>
        new() { Id = id, Hub = hub, Title = "Breakfast", StartsAt = Now.AddDays(-7) };

    public static Interaction Met(string a, string b, DateTimeOffset? at = null) =>
        new() { A = a, B = b, Kind = InteractionKind.Met, At = at ?? Now.AddDays(-1) };

    /// <summary>A hub, an organisation, and members.</summary>
    public static void People(ImportTransaction import, params ReadOnlySpan<string> members)
    {
        import.Put(Hub());
        import.Put(Organisation());
        foreach (var member in members) import.Put(Member(member));
    }

    public static Suggestion Suggestion(string a, string b) => new()
    {
        A = a,
        B = b,
        Kind = SuggestionKind.New,
        Score = 0.625,
        Parts = new ScoreParts(0.5, 0.75, 1, 0.25, 1.125),
        Reasons = [new Reason(ReasonKind.NeedMeetsOffer, "Båda arbetar med e-arkiv.", "Both work on e-archives.", ["e-arkiv"])],
    };

    public static StoredIntroduction Introduction(string id, string a, string b, int position = 1, string round = "round") =>
        new() { Id = id, Round = round, Position = position, Suggestion = Suggestion(a, b) };

    public static StoredRound Round(params IReadOnlyList<StoredIntroduction> introductions) => new()
    {
        Id = "round",
        Hub = "norr",
        Week = Week,
        AsOf = Now,
        Options = new RoundOptions { Seed = 7, Budget = 3, Mode = RoundMode.Everyone },
        Status = RoundStatus.Draft,
        Introductions = introductions,
        LeftOut = [],
        ShareOfBound = 0.9375,
        Network = new NetworkForecast(new NetworkPicture(4, 2, 0.5, null, 1, 1, 0), new NetworkPicture(4, 3, null, 0.25, 1, 2, 0)),
    };

    public static Decision Decision(string introduction, IntroductionStatus status) =>
        new() { Introduction = introduction, Status = status, By = "host-1", At = Now.AddHours(1) };

    /// <summary>A published round of one introduction, <c>i1</c> of anna and bo, open for a week.</summary>
    public static async Task SentAsync(TemporaryStore temporary, string a = "anna", string b = "bo")
    {
        var ct = TestContext.Current.CancellationToken;
        await temporary.PutAsync(import => People(import, a, b));
        await temporary.Store.SaveDraftAsync(Round(Introduction("i1", a, b)), ct);
        await temporary.Store.DecideAsync(Decision("i1", IntroductionStatus.Approved), ct);
        await temporary.Store.PublishAsync("round", Now.AddHours(2), Now.AddDays(7), ct);
    }
}
