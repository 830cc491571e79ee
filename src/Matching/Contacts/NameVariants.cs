using System.Text.RegularExpressions;
using Matching.Profiles;

namespace Matching.Contacts;

/// <summary>What people call an organisation beside its names: the place last, the county without its län.</summary>
internal static partial class NameVariants
{
    private static readonly Dictionary<string, string> Definite = new(StringComparer.OrdinalIgnoreCase)
    {
        ["tingsrätt"] = "tingsrätten",
        ["hovrätt"] = "hovrätten",
        ["förvaltningsrätt"] = "förvaltningsrätten",
        ["kammarrätt"] = "kammarrätten",
        ["universitet"] = "universitetet",
        ["högskola"] = "högskolan",
        ["kommun"] = "kommunen",
        ["stad"] = "staden",
    };

    /// <summary>Every name of an organisation, each once; the short name is not among them.</summary>
    internal static IEnumerable<string> Of(Organisation organisation) =>
        organisation.Aliases.Prepend(organisation.Name).SelectMany(Of).Distinct(StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<string> Of(string name)
    {
        yield return name;
        if (County().Match(name) is { Success: true } county) yield return county.Groups["rest"].Value;
        if (PlaceFirst().Match(name) is { Success: true } place)
            yield return $"{Definite[place.Groups["kind"].Value]} i {place.Groups["place"].Value}";
    }

    [GeneratedRegex(@"^(?<rest>.+?)s? län$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex County();

    [GeneratedRegex(
        @"^(?<place>.+?)s? (?<kind>tingsrätt|hovrätt|förvaltningsrätt|kammarrätt|universitet|högskola|kommun|stad)$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex PlaceFirst();
}
