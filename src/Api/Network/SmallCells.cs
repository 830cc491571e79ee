using Matching.Bridges;
using Cell = Matching.Api.Network.NetworkMonth;

namespace Matching.Api.Network;

/// <summary>
/// Makes a month's numbers safe to tell outside the hub. A value that counts fewer than five people, or leaves fewer than five on its
/// other side, is withheld; so is then the next smallest part, so that two are always missing and neither can be had by subtraction from a
/// total. What is left is rounded, counts to multiples of 5 and shares to twentieths, so that two months, or two versions of one month,
/// cannot be subtracted into a person.
/// </summary>
internal static class SmallCells
{
    /// <summary>The smallest group that a report tells of.</summary>
    internal const int Fewest = 5;

    private const int Step = 5;
    private const int SharesPerOne = 20;

    /// <summary>What may be told of a month. Organisations are counted as <paramref name="groups"/> shows them: the small ones together.</summary>
    internal static NetworkMonth Suppress(NetworkMonth month, NetworkReport report, NetworkMap groups)
    {
        var hidden = Hidden(report);
        int? Count(string name, int? value) => hidden.Contains(name) || value is null ? null : Rounded(value.Value);
        double? Share(string name, double? value) => hidden.Contains(name) || value is null ? null : Twentieths(value.Value);
        // Twice the external share less one: rounded as the share is, so that it tells nothing more.
        double? Index(string name, double? share) => Share(name, share) is { } known ? Twentieths((2 * known) - 1) : null;
        return month with
        {
            People = Count(nameof(Cell.People), month.People),
            Ties = Count(nameof(Cell.Ties), month.Ties),
            WeakShare = Share(nameof(Cell.WeakShare), month.WeakShare),
            CrossOrganisationShare = Share(nameof(Cell.CrossOrganisationShare), month.CrossOrganisationShare),
            ExpectedCrossOrganisationShare = Share(nameof(Cell.ExpectedCrossOrganisationShare), month.ExpectedCrossOrganisationShare),
            CrossSectorShare = Share(nameof(Cell.CrossSectorShare), month.CrossSectorShare),
            ExpectedCrossSectorShare = Share(nameof(Cell.ExpectedCrossSectorShare), month.ExpectedCrossSectorShare),
            ExternalInternal = Index(nameof(Cell.ExternalInternal), month.CrossOrganisationShare),
            ExpectedExternalInternal = Index(nameof(Cell.ExpectedExternalInternal), month.ExpectedCrossOrganisationShare),
            OrganisationPairsJoined = Count(nameof(Cell.OrganisationPairsJoined), groups.Lines.Count),
            OrganisationPairsPossible = Count(nameof(Cell.OrganisationPairsPossible), groups.Nodes.Count * (groups.Nodes.Count - 1) / 2),
            Reach = Share(nameof(Cell.Reach), month.Reach),
            HarmonicReach = Share(nameof(Cell.HarmonicReach), month.HarmonicReach),
            Isolates = Count(nameof(Cell.Isolates), month.Isolates),
            Newcomers = Count(nameof(Cell.Newcomers), month.Newcomers),
            NewcomersTied = Count(nameof(Cell.NewcomersTied), month.NewcomersTied),
            GlobalEfficiency = Share(nameof(Cell.GlobalEfficiency), month.GlobalEfficiency),
            Suppressed = hidden.Count > 0,
            SuppressedFields = [.. NetworkMonth.Columns.Select(column => column.Name).Where(name => hidden.Any(one => NetworkMonth.Field(one) == name))],
        };
    }

    /// <summary>A count as it is told outside the hub.</summary>
    internal static int Rounded(int count) => (int)Math.Round(count / (double)Step, MidpointRounding.AwayFromZero) * Step;

    private static double Twentieths(double share) => Math.Round(share * SharesPerOne, MidpointRounding.AwayFromZero) / SharesPerOne;

    private static HashSet<string> Hidden(NetworkReport report)
    {
        var people = report.Picture.People;
        // Each part of the members with the rest of them: the smaller of the two is what the cell tells of.
        (string Name, int Fewer)[] parts =
        [
            (nameof(Cell.Isolates), new Sides(report.Picture.Isolates, people - report.Picture.Isolates).Fewer),
            (nameof(Cell.Newcomers), new Sides(report.Newcomers, people - report.Newcomers).Fewer),
            (nameof(Cell.NewcomersTied), new Sides(report.NewcomersTied, report.Newcomers - report.NewcomersTied).Fewer),
        ];
        var hidden = parts.Concat(Shares(report)).Where(cell => people < Fewest || cell.Fewer < Fewest).Select(cell => cell.Name).ToHashSet();
        var left = parts.Where(part => !hidden.Contains(part.Name)).ToList();
        if (hidden.Count > 0 && left.Count > 0) hidden.Add(left.MinBy(part => part.Fewer).Name);
        return hidden;
    }

    private static IEnumerable<(string Name, int Fewer)> Shares(NetworkReport report)
    {
        var tied = report.Reach.Counted;
        yield return (nameof(Cell.People), report.Picture.People);
        yield return (nameof(Cell.OrganisationPairsPossible), report.Picture.People);
        yield return (nameof(Cell.Ties), tied);
        yield return (nameof(Cell.WeakShare), report.Weak.Fewer);
        foreach (var name in (string[])[nameof(Cell.CrossOrganisationShare), nameof(Cell.ExpectedCrossOrganisationShare), nameof(Cell.ExternalInternal), nameof(Cell.ExpectedExternalInternal)])
            yield return (name, report.CrossOrganisation.Fewer);
        yield return (nameof(Cell.OrganisationPairsJoined), report.CrossOrganisation.Counted);
        foreach (var name in (string[])[nameof(Cell.CrossSectorShare), nameof(Cell.ExpectedCrossSectorShare)]) yield return (name, report.CrossSector.Fewer);
        foreach (var name in (string[])[nameof(Cell.Reach), nameof(Cell.HarmonicReach), nameof(Cell.GlobalEfficiency)]) yield return (name, report.Reach.Fewer);
    }
}
