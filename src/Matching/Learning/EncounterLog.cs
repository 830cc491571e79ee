using Matching.Profiles;
using Matching.Ties;

namespace Matching.Learning;

/// <summary>Two numbered people were together for some minutes.</summary>
public readonly record struct Encounter(int I, int J, DateTimeOffset At, double Minutes);

/// <summary>Who met whom and when, oldest first; members are numbered in the order of their ids, as in the snapshot.</summary>
public sealed class EncounterLog
{
    private EncounterLog(int[] organisation, IReadOnlyList<Encounter> encounters) => (Organisation, Encounters) = (organisation, encounters);

    /// <summary>Number of members.</summary>
    public int Count => Organisation.Count;

    /// <summary>The organisation of each member, as a number.</summary>
    public IReadOnlyList<int> Organisation { get; }

    /// <summary>The encounters, oldest first.</summary>
    public IReadOnlyList<Encounter> Encounters { get; }

    /// <summary>Reads a hub's records up to <paramref name="asOf"/>; a team is no encounter.</summary>
    public static EncounterLog Of(HubRecords records, DateTimeOffset asOf)
    {
        var members = records.Members.OrderBy(member => member.Id, StringComparer.Ordinal).ToList();
        var numbers = members.Select((member, i) => (member.Id, i)).ToDictionary(pair => pair.Id, pair => pair.i, StringComparer.Ordinal);
        var organisations = records.Organisations.Select(organisation => organisation.Id).Order(StringComparer.Ordinal).ToList();
        return new EncounterLog(
            [.. members.Select(member => organisations.BinarySearch(member.Organisation, StringComparer.Ordinal))],
            [.. records.Interactions
                .Where(interaction => interaction.At <= asOf && interaction.Kind != InteractionKind.SameTeam)
                .Where(interaction => numbers.ContainsKey(interaction.A) && numbers.ContainsKey(interaction.B) && interaction.A != interaction.B)
                .Select(interaction => Read(interaction, numbers))
                .OrderBy(encounter => encounter.At).ThenBy(encounter => encounter.I).ThenBy(encounter => encounter.J).ThenBy(encounter => encounter.Minutes)]);
    }

    /// <summary>The first encounters of the log.</summary>
    internal EncounterLog First(int count) => new([.. Organisation], [.. Encounters.Take(count)]);

    private static Encounter Read(Interaction interaction, Dictionary<string, int> numbers)
    {
        var (i, j) = UnorderedPair.Of(numbers[interaction.A], numbers[interaction.B]);
        return new Encounter(i, j, interaction.At, interaction.Minutes ?? TieStrength.MeetingMinutes);
    }
}
