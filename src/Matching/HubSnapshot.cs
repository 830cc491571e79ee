using Matching.Profiles;
using Matching.Ties;
using Matching.Words;

namespace Matching;

/// <summary>One hub at one moment, ready to be computed on. Immutable: any number of threads may read it.</summary>
/// <remarks>
/// Members are numbered 0..<see cref="Count"/>−1 in the order of their ids, so the same records give the same numbers in whatever
/// order they come. Ids live at the edge; everything inside speaks of numbers.
/// </remarks>
public sealed class HubSnapshot
{
    /// <summary>Largest hub that is computed with every pair scored. Beyond it n² bytes and n²/2 scores stop being small.</summary>
    public const int LargestHub = 5_000;

    private const double UnknownDays = 0.5;

    private readonly Dictionary<string, int> numbers;
    private readonly Organisation[] topmost;
    private readonly int[][] languages;
    private readonly NeedComplexity[][] complexity;

    private HubSnapshot(HubRecords records, DateTimeOffset asOf, CompoundSplitter splitter, TextVectorIndex vectors)
    {
        Hub = records.Hub;
        AsOf = asOf;
        Splitter = splitter;
        Members = [.. records.Members.OrderBy(member => member.Id, StringComparer.Ordinal)];
        numbers = Members.Select((member, i) => (member.Id, i)).ToDictionary(pair => pair.Id, pair => pair.i, StringComparer.Ordinal);
        var organisations = records.Organisations.ToDictionary(organisation => organisation.Id, StringComparer.Ordinal);
        topmost = [.. Members.Select(member => Topmost(organisations, member.Organisation))];
        Groups = new Affiliations(
            Number(Members.Select(member => (member.Organisation, member.Unit ?? ""))),
            Number(topmost.Select(organisation => organisation.Id)),
            [.. Members.Select(member => (int)organisations[member.Organisation].Sector)]);
        languages = Languages(Members);
        Days = [.. Members.Select(member => member.Days.Aggregate(0, (mask, day) => mask | (1 << (int)day)))];
        var evidence = TieEvidenceReader.Read(records, numbers, asOf);
        Ties = TieGraph.FromEvidence(Count, evidence.Evidence);
        Teammates = evidence.Teammates;
        Fit = TextFit.Build([.. Members.Select(member => member.Challenges)], [.. Members.Select(Offers)], records.Hub.Municipality, splitter, vectors);
        Ruled = [.. records.Rules.Where(rule => rule.Until is null || rule.Until >= DateOnly.FromDateTime(asOf.UtcDateTime)).SelectMany(Pairs)];
        Resumed = records.Resumed;
        complexity = [.. Members.Select(member => member.Challenges
            .Select((need, at) => at < member.Complexity.Count ? member.Complexity[at] : NeedWording.Of(need)).ToArray())];
        // In one order whatever order they come in, so that sums over them are the same to the last bit.
        History = [.. records.History.OrderBy(past => past.A, StringComparer.Ordinal).ThenBy(past => past.B, StringComparer.Ordinal)
            .ThenBy(past => past.SentAt).ThenBy(past => past.RejectedAt).ThenBy(past => past.DeclinedAt)];
    }

    public Hub Hub { get; }

    /// <summary>The moment that every decayed value is computed for.</summary>
    public DateTimeOffset AsOf { get; }

    /// <summary>Number of members.</summary>
    public int Count => Members.Count;

    /// <summary>The members by number.</summary>
    public IReadOnlyList<Member> Members { get; }

    /// <summary>Unit, organisation and sector of each member.</summary>
    public Affiliations Groups { get; }

    /// <summary>Who is tied to whom at <see cref="AsOf"/>.</summary>
    public TieGraph Ties { get; }

    /// <summary>How each member's offers meet each member's needs.</summary>
    public TextFit Fit { get; }

    /// <summary>What texts about the hub take compounds apart with.</summary>
    internal CompoundSplitter Splitter { get; }

    /// <summary>The pairs that rules in force at <see cref="AsOf"/> speak of, in the order of the rules.</summary>
    internal IReadOnlyList<(UnorderedPair Pair, RuleKind Kind)> Ruled { get; }

    /// <summary>Earlier introductions.</summary>
    public IReadOnlyList<PastIntroduction> History { get; }

    /// <summary>When members who had been paused said that they are back.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Resumed { get; }

    /// <summary>Pairs of one team.</summary>
    internal IReadOnlySet<UnorderedPair> Teammates { get; }

    /// <summary>Weekdays in the hub, one bit a day, Monday lowest; 0 means unknown.</summary>
    internal IReadOnlyList<int> Days { get; }

    /// <summary>Builds the snapshot of <paramref name="records"/> at <paramref name="asOf"/>; what happened later is left out.</summary>
    /// <param name="records">The hub's records.</param>
    /// <param name="asOf">The moment.</param>
    /// <param name="splitter">What takes the compounds of its texts apart; <see cref="CompoundSplitter.Swedish"/> when left out.</param>
    /// <param name="vectors">What a model made of its texts; none when left out.</param>
    /// <exception cref="ArgumentException">The hub is larger than <see cref="LargestHub"/>, or a member's organisation is missing.</exception>
    public static HubSnapshot Build(HubRecords records, DateTimeOffset asOf, CompoundSplitter? splitter = null, TextVectorIndex? vectors = null)
    {
        if (records.Members.Count > LargestHub)
            throw new ArgumentException($"Hub '{records.Hub.Id}' has {records.Members.Count} members; this version scores every pair, up to {LargestHub}.", nameof(records));
        var known = records.Organisations.Select(organisation => organisation.Id).ToHashSet(StringComparer.Ordinal);
        if (records.Members.FirstOrDefault(member => !known.Contains(member.Organisation)) is { } homeless)
            throw new ArgumentException($"Member '{homeless.Id}' is of organisation '{homeless.Organisation}', which is not among the records.", nameof(records));
        return new HubSnapshot(records, asOf, splitter ?? CompoundSplitter.Swedish, vectors ?? TextVectorIndex.Empty);
    }

    /// <summary>The number of a member, or null when no member of this hub has the id.</summary>
    public int? Find(string member) => numbers.TryGetValue(member, out var number) ? number : null;

    /// <summary>How many introductions wait for each member's answer, by number.</summary>
    internal int[] OpenIntroductions()
    {
        var open = new int[Count];
        foreach (var past in History.Where(past => past.IsOpen(AsOf)))
        {
            if (Find(past.A) is { } a) open[a]++;
            if (Find(past.B) is { } b) open[b]++;
        }
        return open;
    }

    /// <summary>The topmost organisation that a member is of: the one that bridges are counted between.</summary>
    public Organisation OrganisationOf(int member) => topmost[member];

    /// <summary>What a member can give: skills, and the matters that she answers for.</summary>
    public static IReadOnlyList<string> Offers(Member member) => [.. member.Skills, .. member.ContactFor];

    /// <summary>How complex a member's need is: as somebody has said, or as its wording tells.</summary>
    public NeedComplexity Complexity(int member, int need) => complexity[member][need];

    /// <summary>Days in common over the days of the one with fewer, in [0, 1]; ½ when unknown.</summary>
    public double DayOverlap(int i, int j)
    {
        if (Days[i] == 0 || Days[j] == 0) return UnknownDays;
        return (double)int.PopCount(Days[i] & Days[j]) / Math.Min(int.PopCount(Days[i]), int.PopCount(Days[j]));
    }

    /// <summary>Whether the two have a language in common; true when either's are unknown.</summary>
    public bool ShareLanguage(int i, int j) =>
        languages[i].Length == 0 || languages[j].Length == 0 || languages[i].AsSpan().IndexOfAny(languages[j]) >= 0;

    private IEnumerable<(UnorderedPair Pair, RuleKind Kind)> Pairs(Rule rule)
    {
        var right = rule.B is null ? Everyone(rule.Kind) : People(rule.B);
        return People(rule.A).SelectMany(i => right.Where(j => j != i).Select(j => (UnorderedPair.Of(i, j), rule.Kind)));
    }

    // A quarantine without another side is between a supplier and every public body.
    private int[] Everyone(RuleKind kind) => [.. Enumerable.Range(0, Count)
        .Where(person => kind != RuleKind.Quarantine || topmost[person].Sector is not (Sector.Business or Sector.Association or Sector.Other))];

    // A rule names a member, or an organisation with all of its units.
    private int[] People(string id) => Find(id) is { } person
        ? [person]
        : [.. Enumerable.Range(0, Count).Where(k => Members[k].Organisation == id || topmost[k].Id == id)];

    private static Organisation Topmost(Dictionary<string, Organisation> organisations, string id)
    {
        var organisation = organisations[id];
        for (var depth = 0; depth < organisations.Count; depth++)
        {
            if (organisation.UnitOf is null || !organisations.TryGetValue(organisation.UnitOf, out var parent)) break;
            organisation = parent;
        }
        return organisation;
    }

    private static int[] Number<T>(IEnumerable<T> groups) where T : notnull
    {
        var numbers = new Dictionary<T, int>();
        return [.. groups.Select(group => numbers.TryGetValue(group, out var known) ? known : numbers[group] = numbers.Count)];
    }

    private static int[][] Languages(IReadOnlyList<Member> members)
    {
        var numbers = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        return [.. members.Select(member => member.Languages
            .Select(language => numbers.TryGetValue(language, out var known) ? known : numbers[language] = numbers.Count)
            .ToArray())];
    }
}
