using CsCheck;
using Matching.Api.Network;
using Matching.Bridges;
using Matching.Profiles;

namespace Matching.Api.Tests.Network;

public sealed class SmallCellsTests
{
    private static readonly string[] Parts = ["isolates", "newcomers", "newcomersTied"];

    private static readonly NetworkMap NoGroups = NetworkMap.OfGroups(
        HubSnapshot.Build(new HubRecords { Hub = new Hub { Id = "h", Name = "H" }, Members = [], Organisations = [] }, RunningServer.Tuesday), SmallCells.Fewest);

    private static readonly Gen<NetworkReport> Any =
        from people in Gen.Int[0, 60]
        from isolates in Gen.Int[0, people]
        from newcomers in Gen.Int[0, people]
        from tied in Gen.Int[0, newcomers]
        from sides in Gen.Select(Gen.Int[0, 12], Gen.Int[0, 12]).Array[4]
        from share in Gen.Double[0, 1]
        select Report(people, isolates, newcomers, tied, [.. sides.Select(pair => new Sides(pair.Item1, pair.Item2))], share);

    [Fact]
    public void No_value_that_counts_fewer_than_five_is_told_and_none_stands_alone() => Any.Sample(report =>
    {
        var told = Told(report);
        Assert.All((int?[])[told.People, told.Isolates, told.Newcomers, told.NewcomersTied], value => Assert.True(value is null or >= 5));
        Assert.All((int?[])[told.People, told.Ties, told.Isolates, told.Newcomers, told.NewcomersTied, told.OrganisationPairsJoined], value => Assert.Equal(0, (value ?? 0) % 5));
        Assert.Equal(told.Suppressed, told.SuppressedFields.Count > 0);
        // One missing part could be had from the others and their total.
        if (told.Suppressed) Assert.True(told.SuppressedFields.Count >= 2 && told.SuppressedFields.Intersect(Parts).Any());
        if (report.Weak.Fewer < 5) Assert.Null(told.WeakShare);
        if (report.CrossOrganisation.Fewer < 5) Assert.Equal((null, null, null), (told.CrossOrganisationShare, told.ExternalInternal, told.ExpectedCrossOrganisationShare));
        if (report.Reach.Fewer < 5) Assert.Equal((null, null, null), (told.Reach, told.HarmonicReach, told.GlobalEfficiency));
        if (told.WeakShare is { } share) Assert.Equal(Math.Round(share * 20), share * 20, 1e-9);
    });

    [Fact]
    public void A_person_more_or_less_mostly_changes_nothing_that_is_told()
    {
        var (before, after) = (Told(Report(43, 9, 12, 6, Enough, 0.41)), Told(Report(44, 9, 12, 6, Enough, 0.42)));
        Assert.Equal(before with { SuppressedFields = [] }, after with { SuppressedFields = [] });
        Assert.False(before.Suppressed);
    }

    [Fact]
    public void With_one_small_cell_the_next_smallest_goes_too_and_the_fields_are_named()
    {
        var told = Told(Report(43, 3, 20, 10, Enough, 0.4));
        Assert.Equal(["isolates", "newcomersTied"], told.SuppressedFields);
        Assert.Equal((45, 20, null, null), (told.People, told.Newcomers, told.Isolates, told.NewcomersTied));
    }

    private static Sides[] Enough => [new(9, 9), new(9, 9), new(9, 9), new(9, 9)];

    private static NetworkMonth Told(NetworkReport report) =>
        SmallCells.Suppress(NetworkMonth.Of(new DateOnly(2026, 10, 1), RunningServer.Tuesday, report), report, NoGroups);

    private static NetworkReport Report(int people, int isolates, int newcomers, int tied, Sides[] sides, double share) => new()
    {
        Picture = new NetworkPicture(people, people, share, share, share, 3, isolates) { Reach = share, HarmonicReach = share, ExpectedCrossOrganisationShare = share, ExpectedCrossSectorShare = share },
        ExternalInternal = (2 * share) - 1,
        ExpectedExternalInternal = (2 * share) - 1,
        OrganisationPairsPossible = 6,
        Newcomers = newcomers,
        NewcomersTied = tied,
        GlobalEfficiency = share,
        Weak = sides[0],
        CrossOrganisation = sides[1],
        CrossSector = sides[2],
        Reach = sides[3],
    };
}
