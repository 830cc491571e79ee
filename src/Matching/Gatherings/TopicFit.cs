using System.Text.RegularExpressions;
using Matching.Profiles;
using Matching.Words;

namespace Matching.Gatherings;

/// <summary>What of a member meets what of an event.</summary>
/// <param name="Side">Which of her lists the text stands in.</param>
/// <param name="Text">Her own text.</param>
/// <param name="Words">The words that met, as she wrote them.</param>
internal readonly record struct TopicMatch(ProfileSide Side, string Text, IReadOnlyList<string> Words);

/// <summary>The list of a profile that a text stands in.</summary>
internal enum ProfileSide
{
    Challenge,
    Offer,
    Interest,
}

/// <summary>
/// How near an event's matter is to what a member needs, can give and likes: the best meeting of one of her texts with the event's
/// title, its description or one of its topics. In [0, 1].
/// </summary>
/// <remarks>
/// Built on <see cref="TextFit"/>, with members and events as owners: members need, events offer. A topic stands as a text of its own,
/// since the organiser chose it to say what the event is about; in one text with the rest its weight would be lost. What kind of event it
/// is says nothing of its matter: read over the sample, an open house was offered to those who like old houses.
/// </remarks>
internal sealed partial class TopicFit
{
    private readonly HubSnapshot hub;
    private readonly TextFit fit;

    internal TopicFit(HubSnapshot hub, IReadOnlyList<Gathering> gatherings)
    {
        this.hub = hub;
        fit = TextFit.Build(
            [.. hub.Members.Select(Texts), .. gatherings.Select(gathering => (IReadOnlyList<string>)[string.Join(' ', Texts(gathering))])],
            [.. hub.Members.Select(_ => (IReadOnlyList<string>)[]), .. gatherings.Select(Texts)],
            hub.Hub.Municipality,
            hub.Splitter);
    }

    /// <summary>How well the event suits the member.</summary>
    internal double Of(int member, int gathering) => fit.Best(member, hub.Count + gathering)?.Similarity ?? 0;

    /// <summary>How much two events are about one matter: the better of the two ways. Symmetric.</summary>
    internal double Between(int one, int other) => Math.Max(
        fit.Best(hub.Count + one, hub.Count + other)?.Similarity ?? 0, fit.Best(hub.Count + other, hub.Count + one)?.Similarity ?? 0);

    /// <summary>What it is that suits, or null where nothing does.</summary>
    internal TopicMatch? Explain(int member, int gathering)
    {
        if (fit.Best(member, hub.Count + gathering) is not { } match) return null;
        var text = Texts(hub.Members[member])[match.Need];
        return new TopicMatch(Side(hub.Members[member], match.Need), text, fit.SharedWords(member, hub.Count + gathering, match));
    }

    private static IReadOnlyList<string> Texts(Member member) => [.. member.Challenges, .. HubSnapshot.Offers(member), .. member.Interests];

    private static IReadOnlyList<string> Texts(Gathering gathering) =>
        [Matter(gathering.Title), .. gathering.Description is { } description ? [Matter(description)] : Array.Empty<string>(), .. gathering.Topics];

    private static string Matter(string text) => Kind().Replace(text, " ");

    [GeneratedRegex(
        @"\b(öppet\s+hus|open\s+house|frukost(möte)?|breakfast|lunch(möte|seminarium)?|workshop|seminari(um|et)|seminar|webbinarium|webinar|föreläsning|lecture|mingel|träff|fika)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Kind();

    private static ProfileSide Side(Member member, int text) => text < member.Challenges.Count ? ProfileSide.Challenge
        : text < member.Challenges.Count + HubSnapshot.Offers(member).Count ? ProfileSide.Offer
        : ProfileSide.Interest;
}
