using Matching.Bridges;
using Matching.Profiles;
using Matching.Storage;

namespace Matching.Api.Network;

/// <summary>Makes a scene of what a hub's network was and is, and says it in words.</summary>
internal static class NetworkScenes
{
    /// <summary>Everything, with what is new since <paramref name="since"/> and what a round would add.</summary>
    internal static NetworkScene ForHost(Hub hub, DateOnly day, HubSnapshot after, DateOnly since, HubSnapshot? before, StoredRound? round)
    {
        var map = NetworkMap.Of(after);
        var joinedBefore = before is null ? null : Joined(NetworkMap.Of(before));
        var recent = map.Lines.Where(line => joinedBefore is not null && !joinedBefore.Contains(Names(map, line.A, line.B))).Select(line => (line.A, line.B)).ToHashSet();
        var added = round is null ? null : map.NewLines(round.Introductions.Where(Stands).Select(one => (one.Suggestion.A, one.Suggestion.B)));
        var lost = joinedBefore?.Except(Joined(map)).Count();
        return new NetworkScene
        {
            Hub = hub.Name,
            Day = day,
            Map = map,
            Since = before is null ? null : since,
            Recent = recent,
            Added = added,
            Words = HostWords(NetworkPicture.Of(after.Ties, after.Groups), map, before is null ? null : recent.Count, lost, added?.Count),
        };
    }

    /// <summary>Groups of at least five people alone.</summary>
    internal static NetworkScene ForOutsiders(Hub hub, DateOnly day, HubSnapshot after)
    {
        var map = NetworkMap.OfGroups(after, SmallCells.Fewest);
        return new NetworkScene { Hub = hub.Name, Day = day, Map = map, IsForOutsiders = true, Words = OutsiderWords(map) };
    }

    // What the host turned down will not be; what she keeps back may be.
    private static bool Stands(StoredIntroduction introduction) => introduction.Status is not (IntroductionStatus.Rejected or IntroductionStatus.Swapped);

    // By id: a place has another number on another map.
    private static (string, string) Names(NetworkMap map, int a, int b) => (map.Nodes[a].Organisation!.Id, map.Nodes[b].Organisation!.Id);

    private static HashSet<(string, string)> Joined(NetworkMap map) => [.. map.Lines.Select(line => Names(map, line.A, line.B))];

    private static (string Sv, string En) HostWords(NetworkPicture picture, NetworkMap map, int? recent, int? lost, int? added)
    {
        var (places, pairs, possible) = (map.Nodes.Count, map.Lines.Count, map.Nodes.Count * (map.Nodes.Count - 1) / 2);
        var sv = $"{Count(picture.People, "person", "personer")} i {Count(places, "organisation", "organisationer")}. "
            + $"{pairs} av {possible} par av organisationer har kontakt{Since(recent, lost, "nya", "borta")}. {Count(picture.Isolates, "person", "personer")} är utan kontakt.";
        var en = $"{Count(picture.People, "person", "people")} in {Count(places, "organisation", "organisations")}. "
            + $"{pairs} of {possible} pairs of organisations are in touch{Since(recent, lost, "new", "gone")}. {Count(picture.Isolates, "person has", "people have")} no contact.";
        return added is not { } more ? (sv, en) : ($"{sv} Omgången ger {Count(more, "nytt par", "nya par")}.", $"{en} The round adds {Count(more, "pair", "pairs")}.");
    }

    private static string Since(int? recent, int? lost, string fresh, string gone) => recent is null ? "" : $" ({recent} {fresh}, {lost} {gone})";

    private static (string Sv, string En) OutsiderWords(NetworkMap map) => map.Nodes.Count == 0
        ? ("För få personer för en bild.", "Too few people for a picture.")
        : ("Grupper om minst fem personer; mindre organisationer är sammanslagna till övriga.", "Groups of at least five people; smaller organisations are merged as others.");

    private static string Count(int count, string one, string many) => $"{count} {(count == 1 ? one : many)}";
}
