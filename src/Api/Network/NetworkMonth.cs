using System.Globalization;
using System.Text.Json;
using Matching.Api.Conventions;
using Matching.Bridges;

namespace Matching.Api.Network;

/// <summary>A hub's network at the end of a month, in group measures. Null where a measure is undefined, or suppressed.</summary>
/// <param name="Month">The month, as 2026-11.</param>
/// <param name="AsOf">The moment: the month's last second in the hub's time zone, or now when the month is not over.</param>
/// <param name="People">Members of the hub.</param>
/// <param name="Ties">Pairs of people with a tie.</param>
/// <param name="WeakShare">Share of ties that are weak.</param>
/// <param name="CrossOrganisationShare">Share of ties between organisations.</param>
/// <param name="ExpectedCrossOrganisationShare">What the organisations' sizes alone would give.</param>
/// <param name="CrossSectorShare">Share of ties between sectors.</param>
/// <param name="ExpectedCrossSectorShare">What the sectors' sizes alone would give.</param>
/// <param name="ExternalInternal">E-I index of organisations, −1 (all ties inside) to 1 (all between).</param>
/// <param name="ExpectedExternalInternal">The E-I index that the organisations' sizes alone would give.</param>
/// <param name="OrganisationPairsJoined">Pairs of organisations with a tie between them.</param>
/// <param name="OrganisationPairsPossible">Pairs of organisations that there are.</param>
/// <param name="Reach">Share of pairs of people within three steps.</param>
/// <param name="HarmonicReach">Mean of 1/d over pairs, d up to three steps.</param>
/// <param name="Isolates">Members without a tie.</param>
/// <param name="Newcomers">Members who joined in the 28 days before.</param>
/// <param name="NewcomersTied">Those of them who have a tie.</param>
/// <param name="GlobalEfficiency">Mean of 1/d over pairs.</param>
/// <param name="Suppressed">Whether a value is withheld because it would tell of fewer than five people.</param>
/// <param name="SuppressedFields">Which values those are.</param>
public sealed record NetworkMonth(
    string Month,
    DateTimeOffset AsOf,
    int? People,
    int? Ties,
    double? WeakShare,
    double? CrossOrganisationShare,
    double? ExpectedCrossOrganisationShare,
    double? CrossSectorShare,
    double? ExpectedCrossSectorShare,
    double? ExternalInternal,
    double? ExpectedExternalInternal,
    int? OrganisationPairsJoined,
    int? OrganisationPairsPossible,
    double? Reach,
    double? HarmonicReach,
    int? Isolates,
    int? Newcomers,
    int? NewcomersTied,
    double? GlobalEfficiency,
    bool Suppressed,
    IReadOnlyList<string> SuppressedFields)
{
    internal static readonly CsvColumns<NetworkMonth> Columns = new()
    {
        { Field(nameof(Month)), row => row.Month },
        { Field(nameof(AsOf)), row => row.AsOf },
        { Field(nameof(People)), row => row.People },
        { Field(nameof(Ties)), row => row.Ties },
        { Field(nameof(WeakShare)), row => row.WeakShare },
        { Field(nameof(CrossOrganisationShare)), row => row.CrossOrganisationShare },
        { Field(nameof(ExpectedCrossOrganisationShare)), row => row.ExpectedCrossOrganisationShare },
        { Field(nameof(CrossSectorShare)), row => row.CrossSectorShare },
        { Field(nameof(ExpectedCrossSectorShare)), row => row.ExpectedCrossSectorShare },
        { Field(nameof(ExternalInternal)), row => row.ExternalInternal },
        { Field(nameof(ExpectedExternalInternal)), row => row.ExpectedExternalInternal },
        { Field(nameof(OrganisationPairsJoined)), row => row.OrganisationPairsJoined },
        { Field(nameof(OrganisationPairsPossible)), row => row.OrganisationPairsPossible },
        { Field(nameof(Reach)), row => row.Reach },
        { Field(nameof(HarmonicReach)), row => row.HarmonicReach },
        { Field(nameof(Isolates)), row => row.Isolates },
        { Field(nameof(Newcomers)), row => row.Newcomers },
        { Field(nameof(NewcomersTied)), row => row.NewcomersTied },
        { Field(nameof(GlobalEfficiency)), row => row.GlobalEfficiency },
        { Field(nameof(SuppressedFields)), row => row.SuppressedFields },
    };

    /// <summary>The name of a property as JSON and CSV have it.</summary>
    internal static string Field(string property) => JsonNamingPolicy.CamelCase.ConvertName(property);

    /// <summary>Everything, for the host of the hub.</summary>
    internal static NetworkMonth Of(DateOnly month, DateTimeOffset asOf, NetworkReport report) => new(
        month.ToString("yyyy-MM", CultureInfo.InvariantCulture),
        asOf,
        report.Picture.People,
        report.Picture.Ties,
        report.Picture.WeakShare,
        report.Picture.CrossOrganisationShare,
        report.Picture.ExpectedCrossOrganisationShare,
        report.Picture.CrossSectorShare,
        report.Picture.ExpectedCrossSectorShare,
        report.ExternalInternal,
        report.ExpectedExternalInternal,
        report.Picture.OrganisationPairsJoined,
        report.OrganisationPairsPossible,
        report.Picture.Reach,
        report.Picture.HarmonicReach,
        report.Picture.Isolates,
        report.Newcomers,
        report.NewcomersTied,
        report.GlobalEfficiency,
        false,
        []);
}
