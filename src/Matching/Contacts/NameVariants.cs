using System.Text.RegularExpressions;
using Matching.Profiles;

namespace Matching.Contacts;

/// <summary>
/// What people call an organisation beside its names: the place last, the county without its län, a state body by its definite form, an English
/// name without its country.
/// </summary>
internal static class NameVariants
{
    // Some places end in s by themselves (Borås tingsrätt), so the s is both kept and left out.
    private static readonly (Regex Pattern, string[] Variants)[] Rules =
    [
        Rule(@"^(?<rest>.+?)(?<s>s?) län$", "${rest}", "${rest}${s}"),
        Rule(@"^länsstyrelsen i (?<county>.+) län$", "${county} länsstyrelse"),
        Rule(@"^(?<place>.+?)(?<s>s?) (?<kind>tingsrätt|hovrätt|förvaltningsrätt|kammarrätt|kommun|stad)$", "${kind}en i ${place}", "${kind}en i ${place}${s}"),
        Rule(@"^(?<place>.+?)(?<s>s?)( tekniska)? (?<kind>universitet)$", "${kind}et i ${place}", "${kind}et i ${place}${s}"),
        Rule(@"^(?<place>.+?)(?<s>s?)( tekniska)? (?<kind>högskola)$", "${kind}n i ${place}", "${kind}n i ${place}${s}"),
        Rule(@"^region (?<place>.+)$", "regionen i ${place}"),
        Rule(@"^polismyndigheten(?<rest>.*)$", "polisen${rest}"),
        Rule(@"^hyres-? och arrendenämnden i (?<place>.+)$", "hyresnämnden i ${place}", "arrendenämnden i ${place}"),
        Rule(@"^statens (?<name>\w+(verk|råd|institut|kontor))$", "${name}et"),
        Rule(@"^statens (?<name>\w+(nämnd|inspektion|myndighet|byrå))$", "${name}en"),
        Rule(@"^statens (?<name>\w+styrelse)$", "${name}n"),
        Rule(@"^(the )?swedish (?<name>\S+ .+)$", "${name}"),
    ];

    /// <summary>Every name of an organisation, each once; the short name is not among them.</summary>
    internal static IEnumerable<string> Of(Organisation organisation) =>
        organisation.Aliases.Prepend(organisation.Name).SelectMany(Of).Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>A name, and what else it is called.</summary>
    internal static IEnumerable<string> Of(string name) =>
        Rules.Select(rule => (rule.Variants, Match: rule.Pattern.Match(name)))
            .Where(rule => rule.Match.Success)
            .SelectMany(rule => rule.Variants.Select(rule.Match.Result))
            .Prepend(name);

    private static (Regex, string[]) Rule(string pattern, params string[] variants) =>
        (new Regex(pattern, RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant), variants);
}
