using Matching.Introductions;
using Matching.Profiles;

namespace Matching.Tests.Introductions;

public sealed class ComplexityTests
{
    [Fact]
    public void What_somebody_has_said_outweighs_the_wording()
    {
        Assert.Equal(0, Terms("Vem svarar om anslutning till elnätet").Complexity);
        Assert.Equal(1, Terms("Vem svarar om anslutning till elnätet", NeedComplexity.Joint).Complexity);
    }

    [Fact]
    public void A_pair_that_meets_no_need_counts_as_advice_and_people_without_needs_as_information()
    {
        Assert.Equal(0.5, Terms("Spelar tuba").Complexity);
        Assert.Equal(0, new PairScore(HubSnapshot.Build(Hubs.Records([Hubs.Member("a", "x"), Hubs.Member("b", "y")]), Hubs.Monday)).Explain(0, 1).Terms.Complexity);
    }

    [Fact]
    public void A_complex_need_turns_the_ranking_of_a_whole_hub_from_the_stranger_to_the_one_who_is_vouched_for()
    {
        // Hansen 1999 in a hub that is built from records: b is a stranger in an organisation nobody knows, c is tied to two of a's contacts.
        HubSnapshot Hub(NeedComplexity complexity) => HubSnapshot.Build(
            Hubs.Records(
            [
                Hubs.Member("a", "x") with { Challenges = ["Anslutning till elnätet i hamnen"], Complexity = [complexity] },
                Hubs.Member("b", "y") with { Skills = ["Anslutning till elnätet i hamnen"] },
                Hubs.Member("c", "z") with { Skills = ["Anslutning till elnätet i hamnen"] },
                Hubs.Member("d", "w"), Hubs.Member("e", "w"), Hubs.Member("f", "v"), Hubs.Member("g", "v"), Hubs.Member("h", "y"), Hubs.Member("i", "y"), Hubs.Member("j", "z"),
            ]) with
            {
                Interactions =
                [
                    Hubs.Met("a", "d", 1), Hubs.Met("a", "e", 1), Hubs.Met("a", "f", 1), Hubs.Met("c", "d", 1), Hubs.Met("c", "e", 1), Hubs.Met("c", "g", 1), Hubs.Met("c", "j", 1),
                    Hubs.Met("b", "h", 1), Hubs.Met("b", "i", 1),
                ],
            },
            Hubs.Monday);
        string First(NeedComplexity complexity) => new Rankings(Hub(complexity)).For("a", 5).Select(candidate => candidate.Candidate).First(id => id is "b" or "c");
        Assert.Equal("b", First(NeedComplexity.Information));
        Assert.Equal("c", First(NeedComplexity.Joint));
    }

    private static PairTerms Terms(string need, params NeedComplexity[] said)
    {
        var members = new[] { Hubs.Member("a", "x") with { Challenges = [need], Complexity = said }, Hubs.Member("b", "y") with { Skills = ["Svarar om anslutning till elnätet"] } };
        return new PairScore(HubSnapshot.Build(Hubs.Records(members), Hubs.Monday)).Explain(0, 1).Terms;
    }
}
