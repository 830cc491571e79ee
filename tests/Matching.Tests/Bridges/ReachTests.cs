using CsCheck;
using Matching.Bridges;
using Matching.Profiles;
using Matching.Tests.Introductions;
using Matching.Tests.Oracles;
using Matching.Ties;

namespace Matching.Tests.Bridges;

public sealed class ReachTests
{
    [Fact]
    public void Reach_of_the_oracles_hub_is_what_its_distances_say()
    {
        // The file lists the pairs without a tie; the others are one step apart.
        var untied = OracleGraph.Of("hub8").Values("pairs").Where(value => value.Measure == "distance").Select(value => Oracle.Number(value.Expected)!.Value);
        var distances = untied.Concat(Enumerable.Repeat(1.0, Hub8.Ties.Edges)).ToList();
        Assert.Equal(28, distances.Count);
        var reach = new Reach(Hub8.Ties);
        Assert.Equal(distances.Count(d => d <= 3) / 28.0, reach.Share!.Value, Oracle.Tolerance);
        Assert.Equal(distances.Where(d => d <= 3).Sum(d => 1 / d) / 28.0, reach.Harmonic!.Value, Oracle.Tolerance);
    }

    [Fact]
    public void Reach_equals_the_count_of_all_distances() => Network.Any.Sample(network =>
    {
        var distances = new Distances(network.Graph);
        var near = network.Pairs.Select(pair => distances.Of(pair.I, pair.J)).Where(d => d <= 3).ToList();
        var pairs = network.Count * (network.Count - 1) / 2.0;
        var reach = new Reach(network.Graph);
        Assert.Equal(pairs == 0 ? null : near.Count / pairs, reach.Share);
        if (pairs > 0) Assert.Equal(near.Sum(d => 1 / d) / pairs, reach.Harmonic!.Value, 1e-12);
    });

    [Fact]
    public void In_a_ring_of_more_people_than_are_walked_from_at_once_each_reaches_six()
    {
        const int people = 130;
        var ring = TieGraph.FromStrengths(people, [.. Enumerable.Range(0, people).Select(i => (i, (i + 1) % people, 0.5))]);
        Assert.Equal(6.0 / 129, new Reach(ring).Share!.Value, 1e-12);
        Assert.Equal(2 * (1 + 0.5 + (1.0 / 3)) / 129, new Reach(ring).Harmonic!.Value, 1e-12);
    }

    [Fact]
    public void The_pictures_expectations_are_the_oracles_and_its_shares_its_E_I_index()
    {
        var global = OracleGraph.Of("hub8").Json.GetProperty("global");
        var picture = NetworkPicture.Of(Hub8.Ties, Hub8.Groups);
        Oracle.Agrees(global.GetProperty("ei_expected_by_group_sizes"), (2 * picture.ExpectedCrossOrganisationShare) - 1, "expected");
        Oracle.Agrees(global.GetProperty("ei_index"), (2 * picture.CrossOrganisationShare) - 1, "E-I");
        Assert.Equal(picture.ExpectedCrossOrganisationShare, picture.ExpectedCrossSectorShare);
    }

    [Fact]
    public void Other_numbers_for_the_same_people_give_the_same_picture_and_nothing_is_NaN() => Network.Any.Sample(network =>
    {
        var other = network.Relabelled();
        var picture = Picture(network);
        Assert.Equal(picture, Picture(other));
        double?[] values = [picture.WeakShare, picture.CrossOrganisationShare, picture.ExpectedCrossOrganisationShare, picture.ExpectedCrossSectorShare, picture.Reach, picture.HarmonicReach];
        Assert.All(values, value => Assert.True(value is null or (>= 0 and <= 1)));
    });

    [Fact]
    public void A_forecast_never_has_fewer_pairs_of_organisations_joined_nor_less_reach() => Network.Any.Sample(network =>
    {
        var groups = Groups(network);
        var before = NetworkPicture.Of(network.Graph, groups);
        var after = NetworkPicture.Of(network.Graph.With(network.Pairs.Where((_, at) => at % 3 == 0), 0.45), groups);
        Assert.True(after.OrganisationPairsJoined >= before.OrganisationPairsJoined);
        Assert.True((after.Reach ?? 0) >= (before.Reach ?? 0) && (after.HarmonicReach ?? 0) >= (before.HarmonicReach ?? 0));
        Assert.Equal(before.ExpectedCrossOrganisationShare, after.ExpectedCrossOrganisationShare);
    });

    private static NetworkPicture Picture(Network network) => NetworkPicture.Of(network.Graph, Groups(network));

    private static Affiliations Groups(Network network) => new(network.Groups, network.Groups, network.Groups);
}
