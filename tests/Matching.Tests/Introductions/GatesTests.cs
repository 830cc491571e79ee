using Matching.Introductions;
using Matching.Profiles;

namespace Matching.Tests.Introductions;

public sealed class GatesTests
{
    [Fact]
    public void Two_of_different_organisations_without_a_tie_may_meet() => Assert.Equal(Gate.Open, Between(Pair()));

    [Fact]
    public void Consent_and_capacity_come_before_everything_else()
    {
        Assert.Equal(Gate.NotMatchable, Between(Pair(a => a with { Matchable = false })));
        Assert.Equal(Gate.NoCapacity, Between(Pair(a => a with { Capacity = 0 })));
    }

    [Fact]
    public void Units_of_one_organisation_are_one_organisation()
    {
        var records = Hubs.Records([Hubs.Member("a", "child"), Hubs.Member("b", "parent")], Hubs.Organisation("parent"), Hubs.Organisation("child", unitOf: "parent"));
        Assert.Equal(Gate.SameOrganisation, Between(records));
    }

    [Fact]
    public void A_stated_team_closes_even_when_it_is_too_large_to_be_a_tie()
    {
        var members = Enumerable.Range(0, 20).Select(k => Hubs.Member($"m{k:00}", $"o{k}"));
        var ties = Enumerable.Range(1, 19).Select(k => new StandingTie { A = "m00", B = $"m{k:00}", Kind = StandingTieKind.SameTeam });
        Assert.Equal(Gate.SameTeam, Between(Hubs.Records(members) with { Ties = [.. ties] }, "m00", "m01"));
    }

    [Fact]
    public void A_tie_closes_and_a_faded_one_opens_again()
    {
        Assert.Equal(Gate.AlreadyTied, Between(Pair() with { Interactions = [Hubs.Met("a", "b", 10)] }));
        Assert.Equal(Gate.Open, Between(Pair() with { Interactions = [Hubs.Met("a", "b", 400)] }));
    }

    [Fact]
    public void People_with_the_same_circle_will_meet_without_help()
    {
        var records = Hubs.Records([Hubs.Member("a", "x"), Hubs.Member("b", "y"), Hubs.Member("c", "z")]);
        Assert.Equal(Gate.SameCircle, Between(records with { Interactions = [Hubs.Met("a", "c", 1), Hubs.Met("b", "c", 1)] }));
    }

    [Fact]
    public void A_rule_names_people_or_whole_organisations_and_ends_after_its_day()
    {
        var today = DateOnly.FromDateTime(Hubs.Monday.UtcDateTime);
        Assert.Equal(Gate.RuledOut, Between(Pair() with { Rules = [new Rule { Kind = RuleKind.Never, A = "a", B = "b" }] }));
        Assert.Equal(Gate.RuledOut, Between(Pair() with { Rules = [new Rule { Kind = RuleKind.Never, A = "y", B = "x" }] }));
        Assert.Equal(Gate.RuledOut, Between(Pair() with { Rules = [new Rule { Kind = RuleKind.Never, A = "b" }] }));
        Assert.Equal(Gate.SameTeam, Between(Pair() with { Rules = [new Rule { Kind = RuleKind.SameTeam, A = "a", B = "b" }] }));
        Assert.Equal(Gate.Quarantine, Between(Pair() with { Rules = [new Rule { Kind = RuleKind.Quarantine, A = "x", B = "y", Until = today }] }));
        Assert.Equal(Gate.Open, Between(Pair() with { Rules = [new Rule { Kind = RuleKind.Quarantine, A = "x", B = "y", Until = today.AddDays(-1) }] }));
    }

    [Fact]
    public void A_quarantine_without_a_second_side_keeps_a_supplier_from_every_public_body()
    {
        var organisations = new[] { Hubs.Organisation("supplier", Sector.Business), Hubs.Organisation("town", Sector.Municipality), Hubs.Organisation("club", Sector.Association) };
        var records = Hubs.Records([Hubs.Member("a", "supplier"), Hubs.Member("b", "town"), Hubs.Member("c", "club")], organisations) with
        {
            Rules = [new Rule { Kind = RuleKind.Quarantine, A = "supplier" }],
        };
        Assert.Equal(Gate.Quarantine, Between(records));
        Assert.Equal(Gate.Open, Between(records, "a", "c"));
    }

    [Theory]
    [InlineData(179, Gate.DeclinedLately)]
    [InlineData(181, Gate.Open)]
    public void A_no_lasts_half_a_year(int days, Gate expected) => Assert.Equal(expected, Between(Pair() with
    {
        History = [new PastIntroduction { A = "b", B = "a", SentAt = Hubs.Monday.AddDays(-days - 1), ExpiresAt = Hubs.Monday.AddDays(13 - days), DeclinedAt = Hubs.Monday.AddDays(-days) }],
    }));

    [Theory]
    [InlineData(55, Gate.IgnoredLately)]
    [InlineData(57, Gate.Open)]
    public void Silence_lasts_eight_weeks(int days, Gate expected) => Assert.Equal(expected, Between(Pair() with
    {
        History = [new PastIntroduction { A = "a", B = "b", SentAt = Hubs.Monday.AddDays(-days - 14), ExpiresAt = Hubs.Monday.AddDays(-days) }],
    }));

    [Fact]
    public void A_pair_that_a_host_turned_down_stays_away() => Assert.Equal(Gate.TurnedDownByHost, Between(Pair() with
    {
        History = [new PastIntroduction { A = "a", B = "b", RejectedAt = Hubs.Monday.AddDays(-30) }],
    }));

    [Fact]
    public void Who_has_two_unanswered_introductions_gets_no_third()
    {
        var records = Hubs.Records([Hubs.Member("a", "w"), Hubs.Member("b", "x"), Hubs.Member("c", "y"), Hubs.Member("d", "z")]);
        PastIntroduction Open(string other) => new() { A = "a", B = other, SentAt = Hubs.Monday.AddDays(-2), ExpiresAt = Hubs.Monday.AddDays(12) };
        Assert.Equal(Gate.Open, Between(records with { History = [Open("b")] }, "a", "d"));
        Assert.Equal(Gate.AlreadyAsked, Between(records with { History = [Open("b")] }, "a", "b"));
        Assert.Equal(Gate.AwaitingAnswer, Between(records with { History = [Open("b"), Open("c")] }, "a", "d"));
    }

    [Fact]
    public void A_known_difference_of_language_closes() =>
        Assert.Equal(Gate.NoSharedLanguage, Between(Hubs.Records([Hubs.Member("a", "x") with { Languages = ["sv"] }, Hubs.Member("b", "y") with { Languages = ["en"] }])));

    [Fact]
    public void Preference_is_no_gate_and_no_score()
    {
        var gates = new Gates(HubSnapshot.Build(Pair() with { Rules = [new Rule { Kind = RuleKind.Prefer, A = "a", B = "y" }] }, Hubs.Monday));
        Assert.True(gates.IsPreferred(0, 1));
        Assert.Equal(Gate.Open, gates.Of(0, 1));
    }

    private static HubRecords Pair(Func<Member, Member>? change = null) => Hubs.Records([(change ?? (a => a))(Hubs.Member("a", "x")), Hubs.Member("b", "y")]);

    private static Gate Between(HubRecords records, string a = "a", string b = "b")
    {
        var hub = HubSnapshot.Build(records, Hubs.Monday);
        return new Gates(hub).Of(hub.Find(a)!.Value, hub.Find(b)!.Value);
    }
}
