using CsCheck;
using Matching.Bridges;
using Matching.Profiles;

namespace Matching.Tests.Bridges;

public sealed class NetworkReportTests
{
    private static readonly DateOnly Day = DateOnly.FromDateTime(Hubs.Monday.UtcDateTime);

    // a1–a2 strong within the agency, a1–b1 weak to the municipality, c1 of a business alone.
    private static HubRecords Four() => Hubs.Records(
        [
            Hubs.Member("a1", "a"), Hubs.Member("a2", "a") with { Joined = Day.AddDays(-28) },
            Hubs.Member("b1", "b") with { Joined = Day.AddDays(-29) }, Hubs.Member("c1", "c") with { Joined = Day },
        ],
        Hubs.Organisation("a"), Hubs.Organisation("b", Sector.Municipality), Hubs.Organisation("c", Sector.Business)) with
    {
        Interactions = [Hubs.Met("a1", "a2", 0, useful: Usefulness.Yes), Hubs.Met("a1", "b1", 0)],
    };

    [Fact]
    public void Every_measure_of_four_people_is_what_a_hand_reckons()
    {
        var report = NetworkReport.Of(HubSnapshot.Build(Four(), Hubs.Monday), Day);
        var picture = report.Picture;
        Assert.Equal((4, 2, 0.5, 0.5, 0.5, 1, 1), (picture.People, picture.Ties, picture.WeakShare!.Value, picture.CrossOrganisationShare!.Value, picture.CrossSectorShare!.Value, picture.OrganisationPairsJoined, picture.Isolates));
        // Of six pairs one is inside the agency; three are within two steps, two of them within one.
        Assert.Equal(5 / 6.0, picture.ExpectedCrossOrganisationShare!.Value, 1e-12);
        Assert.Equal(3 / 6.0, picture.Reach!.Value, 1e-12);
        Assert.Equal(2.5 / 6, picture.HarmonicReach!.Value, 1e-12);
        Assert.Equal(2.5 / 6, report.GlobalEfficiency!.Value, 1e-12);
        Assert.Equal((0.0, 3), (report.ExternalInternal!.Value, report.OrganisationPairsPossible));
        Assert.Equal(4 / 6.0, report.ExpectedExternalInternal!.Value, 1e-12);
        Assert.Equal((2, 1), (report.Newcomers, report.NewcomersTied));
        Assert.Equal((new Sides(2, 2), new Sides(2, 2), new Sides(3, 4)), (report.Weak, report.CrossOrganisation, report.Reach));
    }

    [Fact]
    public void A_hub_without_members_or_without_ties_has_undefined_shares_and_no_NaN()
    {
        var empty = NetworkReport.Of(HubSnapshot.Build(Hubs.Records([]), Hubs.Monday), Day);
        Assert.Equal((0, 0, 0, 0), (empty.Picture.People, empty.Newcomers, empty.OrganisationPairsPossible, empty.Picture.Isolates));
        Assert.Null(empty.Picture.Reach);
        var untied = NetworkReport.Of(HubSnapshot.Build(Four() with { Interactions = [] }, Hubs.Monday), Day);
        Assert.Null(untied.ExternalInternal);
        Assert.Equal((0.0, 0.0, 4), (untied.Picture.Reach!.Value, untied.GlobalEfficiency!.Value, untied.Picture.Isolates));
    }

    [Fact]
    public void The_map_has_the_organisations_by_id_and_the_summed_strength_of_their_ties()
    {
        var map = NetworkMap.Of(HubSnapshot.Build(Four(), Hubs.Monday));
        Assert.Equal([("a", 2), ("b", 1), ("c", 1)], map.Nodes.Select(node => (node.Organisation!.Id, node.Members)));
        var line = Assert.Single(map.Lines);
        Assert.Equal((0, 1, 2), (line.A, line.B, line.People));
        Assert.Equal(0.45, line.Strength, 1e-12);
        Assert.Equal([(0, 2), (1, 2)], map.NewLines([("c1", "a1"), ("c1", "b1"), ("a2", "c1"), ("a2", "b1"), ("a1", "a2"), ("a1", "nobody")]));
    }

    [Fact]
    public void A_map_is_the_same_whatever_the_order_of_the_records() => Hubs.Any.Sample(
        records =>
        {
            var reversed = records with { Members = [.. records.Members.Reverse()], Interactions = [.. records.Interactions.Reverse()] };
            var (one, other) = (NetworkMap.Of(HubSnapshot.Build(records, Hubs.Monday)), NetworkMap.Of(HubSnapshot.Build(reversed, Hubs.Monday)));
            Assert.Equal(one.Nodes.Select(node => (node.Organisation!.Id, node.Members)), other.Nodes.Select(node => (node.Organisation!.Id, node.Members)));
            Assert.Equal(one.Lines, other.Lines);
        },
        iter: 100);

    [Fact]
    public void A_map_joins_as_many_pairs_as_the_picture_counts() => Hubs.Any.Sample(
        records =>
        {
            var hub = HubSnapshot.Build(records, Hubs.Monday);
            var (map, report) = (NetworkMap.Of(hub), NetworkReport.Of(hub, Day));
            Assert.Equal(report.Picture.OrganisationPairsJoined, map.Lines.Count);
            Assert.Equal(report.OrganisationPairsPossible, map.Nodes.Count * (map.Nodes.Count - 1) / 2);
            Assert.Equal(report.Picture.People, map.Nodes.Sum(node => node.Members));
        },
        iter: 100);

    [Fact]
    public void A_map_for_outsiders_has_no_place_and_no_line_of_fewer_than_five_people() => Hubs.Any.Sample(
        records =>
        {
            var map = NetworkMap.OfGroups(HubSnapshot.Build(records, Hubs.Monday), 5);
            Assert.All(map.Nodes, node => Assert.True(node.Members >= 5));
            Assert.All(map.Lines, line => Assert.True(line.People >= 5));
            Assert.Equal(records.Members.Count < 5 ? 0 : records.Members.Count, map.Nodes.Sum(node => node.Members));
        },
        iter: 100);

    [Fact]
    public void A_small_organisation_draws_the_next_smallest_with_it_so_that_it_cannot_be_had_by_subtraction()
    {
        var members = Enumerable.Range(0, 6).Select(k => Hubs.Member($"a{k}", "a")).Concat(Enumerable.Range(0, 9).Select(k => Hubs.Member($"b{k}", "b"))).Append(Hubs.Member("c0", "c"));
        var map = NetworkMap.OfGroups(HubSnapshot.Build(Hubs.Records(members), Hubs.Monday), 5);
        Assert.Equal([("b", 9), (null, 7)], map.Nodes.Select(node => (node.Organisation?.Id, node.Members)));
    }
}
