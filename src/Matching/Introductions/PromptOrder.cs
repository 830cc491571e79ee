using Matching.Markets;
using Matching.Profiles;

namespace Matching.Introductions;

/// <summary>A question that waits for an answer from both of two members.</summary>
/// <param name="A">The one.</param>
/// <param name="B">The other.</param>
/// <param name="Score">What the introduction was worth when it was chosen, in [0, 1].</param>
public sealed record OpenPair(string A, string B, double Score);

/// <summary>
/// In which order members are shown those whom they are asked about: ranked together over the hub, so that two people who suit each other
/// stand high in each other's lists and nobody stands first in everybody's.
/// </summary>
/// <remarks>
/// <see cref="JointLists"/> over the market in which members stand on both sides. A person has one list where the market has two; of its
/// left lists, its right lists and those by match probability alone, the ones that bring most meetings when everyone has one list are taken.
/// What anybody has answered is not read: an order may not tell it.
/// </remarks>
public static class PromptOrder
{
    /// <summary>For each member whom to show first, by id.</summary>
    /// <exception cref="ArgumentException">A pair is of one person, stands twice, or has a score outside [0, 1].</exception>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Of(IReadOnlyCollection<OpenPair> pairs)
    {
        string[] people = [.. pairs.SelectMany(pair => new[] { pair.A, pair.B }).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var numbers = people.Index().ToDictionary(entry => entry.Item, entry => entry.Index, StringComparer.Ordinal);
        var scores = pairs.ToDictionary(pair => Number(pair, numbers), pair => pair.Score);
        var market = Market(people.Length, scores);
        var joint = JointLists.Of(market);
        var best = new[] { joint.Left, joint.Right, JointLists.ByMatchProbability(market).Left }.MaxBy(lists => Meetings(lists, scores))!;
        return people.Index().ToDictionary(entry => entry.Item, entry => (IReadOnlyList<string>)[.. best[entry.Index].Select(other => people[other])], StringComparer.Ordinal);
    }

    private static UnorderedPair Number(OpenPair pair, Dictionary<string, int> numbers) => pair.A == pair.B
        ? throw new ArgumentException($"'{pair.A}' is asked about meeting herself.")
        : UnorderedPair.Of(numbers[pair.A], numbers[pair.B]);

    // In one order whatever order the pairs come in: where two are alike in every number, the order given decides.
    private static JointMarket Market(int people, Dictionary<UnorderedPair, double> scores)
    {
        double[] capacity = [.. Enumerable.Repeat(1.0, people)];
        return new JointMarket
        {
            Pairs = [.. scores.OrderBy(entry => entry.Key).SelectMany(entry => new JointPair[]
            {
                new(entry.Key.Low, entry.Key.High, entry.Value, entry.Value),
                new(entry.Key.High, entry.Key.Low, entry.Value, entry.Value),
            })],
            LeftCapacity = capacity,
            RightCapacity = capacity,
        };
    }

    // Each looks at a place in inverse proportion to its rank; they meet when both look and both want to.
    private static double Meetings(IReadOnlyList<IReadOnlyList<int>> lists, Dictionary<UnorderedPair, double> scores) => scores.Sum(entry =>
        entry.Value * entry.Value / (Rank(lists[entry.Key.Low], entry.Key.High) * Rank(lists[entry.Key.High], entry.Key.Low)));

    private static double Rank(IReadOnlyList<int> list, int person) => list.Index().First(entry => entry.Item == person).Index + 1.0;
}
