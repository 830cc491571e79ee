using Matching.Introductions;
using Matching.Profiles;

namespace Matching.Tests.Introductions;

/// <summary>
/// A slate to which pairs are added that nobody numbered beforehand: who has room left, what stands over each border, and what a change
/// would add. The plain twin of <see cref="NumberedSlate"/>, which the search goes through millions of times; a property holds them together.
/// </summary>
internal sealed class StandingSlate
{
    private readonly SlateLimits limits;
    private readonly int[] left;
    private readonly HashSet<SlatePair> pairs = [];
    private readonly Dictionary<UnorderedPair, List<SlatePair>> borders = [];

    internal StandingSlate(IEnumerable<SlatePair> start, SlateLimits limits)
    {
        this.limits = limits;
        left = [.. limits.Capacity];
        Apply([], [.. start]);
    }

    internal bool Holds(SlatePair pair) => pairs.Contains(pair);

    internal void Apply(SlatePair[] gone, SlatePair[] come)
    {
        foreach (var pair in gone) Change(pair, list => list.Remove(pair), +1);
        foreach (var pair in come) Change(pair, list => list.Add(pair), -1);
        pairs.ExceptWith(gone);
        pairs.UnionWith(come);
    }

    /// <summary>What a change adds to the weight; negative infinity when it breaks a limit or serves fewer of those who come first.</summary>
    internal double Gain(SlatePair[] gone, SlatePair[] come)
    {
        if (!HasRoom(gone, come) || ServedFirst(gone, come) < 0) return double.NegativeInfinity;
        return gone.Concat(come).Select(pair => pair.Border).Distinct().Sum(border => Gain(border, gone, come));
    }

    private double Gain(UnorderedPair border, SlatePair[] gone, SlatePair[] come)
    {
        var before = borders.GetValueOrDefault(border) ?? [];
        var after = before.Where(pair => !gone.Contains(pair)).Concat(come.Where(pair => pair.Border == border)).ToList();
        if (after.Count > limits.MostPerBorder || Slate.Arrange(after).Any(pick => pick.Score < limits.LeastScore)) return double.NegativeInfinity;
        return Slate.Weight(after) - Slate.Weight(before);
    }

    private bool HasRoom(SlatePair[] gone, SlatePair[] come) => People(come).All(person => left[person] >= Count(come, person) - Count(gone, person));

    // How many more of those who come first would be served at all.
    private int ServedFirst(SlatePair[] gone, SlatePair[] come) => limits.First is not { } first ? 0 : People(gone.Concat(come)).Where(first.Contains).Sum(person =>
    {
        var now = limits.Capacity[person] - left[person];
        return Math.Sign(now + Count(come, person) - Count(gone, person)) - Math.Sign(now);
    });

    private void Change(SlatePair pair, Action<List<SlatePair>> change, int room)
    {
        left[pair.I] += room;
        left[pair.J] += room;
        if (!borders.TryGetValue(pair.Border, out var standing)) borders[pair.Border] = standing = [];
        change(standing);
    }

    private static IEnumerable<int> People(IEnumerable<SlatePair> some) => some.SelectMany(pair => new[] { pair.I, pair.J }).Distinct();

    private static int Count(SlatePair[] some, int person) => some.Count(pair => pair.I == person || pair.J == person);
}
