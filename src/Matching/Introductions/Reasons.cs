using System.Globalization;
using Matching.Bridges;
using Matching.Profiles;

namespace Matching.Introductions;

/// <summary>
/// Puts into words why two people should meet. Only what both chose to publish, and numbers: never tie strength, check-ins, answers,
/// titles, scores, or the name of a third person.
/// </summary>
public sealed class Reasons(HubSnapshot hub, Saturation saturation)
{
    /// <summary>A pair with fewer is not suggested: a host must have something to say.</summary>
    public const int Fewest = 2;

    /// <summary>More would not be read.</summary>
    public const int Most = 4;

    private static readonly CultureInfo Swedish = CultureInfo.GetCultureInfo("sv-SE");
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    /// <summary>
    /// Whether <see cref="Of"/> would find <see cref="Fewest"/>, without writing them. One beside the number of shared contacts is enough,
    /// since that can always be said.
    /// </summary>
    public bool Suffice(int i, int j) =>
        saturation.FewLinks(i, j) || (hub.Days[i] & hub.Days[j]) != 0 || hub.Fit.Best(i, j) is not null || hub.Fit.Best(j, i) is not null;

    /// <summary>The reasons for a pair, most telling first, at most <see cref="Most"/>.</summary>
    public IReadOnlyList<Reason> Of(int i, int j)
    {
        var shared = Overlap.SharedContacts(hub.Ties, i, j);
        Reason?[] found =
        [
            .. Needs(i, j),
            saturation.FewLinks(i, j) ? FewLinks(i, j) : null,
            shared > 0 ? SharedContacts(shared) : null,
            (hub.Days[i] & hub.Days[j]) is not 0 and var days ? SharedDays(days) : null,
        ];
        var reasons = found.OfType<Reason>().Take(Most).ToList();
        // That they share nobody is worth saying where little else is.
        if (reasons.Count < Fewest && shared == 0) reasons.Add(SharedContacts(0));
        return reasons;
    }

    /// <summary>One question to open the conversation with, about a need that the other can meet; or about what brings them here.</summary>
    public static (string Sv, string En) Opener(IReadOnlyList<Reason> reasons) =>
        reasons.FirstOrDefault(reason => reason.Kind == ReasonKind.NeedMeetsOffer) is { Words: [var word, ..] }
            ? ($"Hur ser det ut med ”{word}” hos er just nu?", $"How are things with “{word}” where you work?")
            : ("Vad skulle du helst vilja ha hjälp med just nu?", "What would you most like help with right now?");

    private IEnumerable<Reason> Needs(int i, int j)
    {
        var found = new List<(double Similarity, Reason Reason)>();
        if (Need(i, j) is { } toI) found.Add(toI);
        if (Need(j, i) is { } toJ) found.Add(toJ);
        return found.OrderByDescending(entry => entry.Similarity).Select(entry => entry.Reason);
    }

    private (double Similarity, Reason Reason)? Need(int needer, int giver)
    {
        if (hub.Fit.Best(needer, giver) is not { } match) return null;
        var need = Quotable(hub.Members[needer].Challenges[match.Need]);
        var offer = Quotable(HubSnapshot.Offers(hub.Members[giver])[match.Offer]);
        var (asks, gives) = (Name(needer, giver), Name(giver, needer));
        return (match.Similarity, new Reason(
            ReasonKind.NeedMeetsOffer,
            $"{asks} har utmaningen ”{need}”. {gives} kan bidra med ”{offer}”.",
            $"{asks} has the challenge “{need}”. {gives} can offer “{offer}”.",
            hub.Fit.SharedWords(needer, giver, match)));
    }

    // Two Annas are told apart by where they work.
    private string Name(int person, int other) => hub.Members[person].FirstName() is var name && name == hub.Members[other].FirstName()
        ? $"{name} ({hub.OrganisationOf(person).ShortName ?? hub.OrganisationOf(person).Name})"
        : name;

    private Reason FewLinks(int i, int j)
    {
        var (left, right) = (hub.OrganisationOf(i).Name, hub.OrganisationOf(j).Name);
        return saturation.NoLinks(i, j)
            ? new Reason(ReasonKind.FewLinks, $"{left} och {right} har ännu inga kontakter här i hubben.", $"{left} and {right} have no links here in the hub yet.", [])
            : new Reason(ReasonKind.FewLinks, $"{left} och {right} har få kontakter här i hubben.", $"{left} and {right} have few links here in the hub.", []);
    }

    private static Reason SharedContacts(int count) => count switch
    {
        0 => new Reason(ReasonKind.SharedContacts, "Ni har inga gemensamma kontakter än, så det är en ny väg för er båda.", "You have no contacts in common yet, so it is a new way in for you both.", []),
        1 => new Reason(ReasonKind.SharedContacts, "Ni har en gemensam kontakt.", "You have one contact in common.", []),
        _ => new Reason(ReasonKind.SharedContacts, $"Ni har {count.ToString(Swedish)} gemensamma kontakter.", $"You have {count.ToString(English)} contacts in common.", []),
    };

    private static Reason SharedDays(int mask) => new(
        ReasonKind.SharedDays,
        $"Ni är båda här på {Days(mask, Swedish, "och", "ar")}.",
        $"You are both in on {Days(mask, English, "and", "s")}.",
        []);

    // måndag + ar, Monday + s: in both languages the habitual day is the name with an ending.
    private static string Days(int mask, CultureInfo culture, string and, string ending)
    {
        string[] names = [.. Enum.GetValues<Weekday>()
            .Where(day => (mask & (1 << (int)day)) != 0)
            .Select(day => culture.DateTimeFormat.GetDayName((DayOfWeek)(((int)day + 1) % 7)) + ending)];
        return names.Length == 1 ? names[0] : $"{string.Join(", ", names[..^1])} {and} {names[^1]}";
    }

    private static string Quotable(string text) => text.Trim().TrimEnd('.');
}
