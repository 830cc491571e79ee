using System.Text.Json;
using Matching.Bridges;
using Matching.Introductions;
using Matching.Profiles;
using Matching.Tests.Oracles;
using Matching.Ties;

namespace Matching.Tests.Introductions;

/// <summary>The eight-person hub of the model: an agency, a municipality and a business, with stated tie strengths.</summary>
internal static class Hub8
{
    internal static readonly string[] Names = ["a1", "a2", "a3", "m1", "m2", "m3", "b1", "b2"];

    internal static TieGraph Ties { get; } = TieGraph.FromStrengths(8, [.. Oracle.Model("pair_score_hub8").GetProperty("ties").EnumerateArray()
        .Select(tie => (Number(tie[0].GetString()!), Number(tie[1].GetString()!), tie[2].GetDouble()))]);

    internal static Affiliations Groups { get; } = new(Level("unit"), Level("org"), Level("sector"));

    internal static Bridging Bridging { get; } = new(Ties, Groups);

    internal static int Number(string name) => Array.IndexOf(Names, name);

    /// <summary>The terms of a pair with stated help, complexity and days; what the graph gives is computed.</summary>
    internal static PairTerms Terms(int i, int j, double helpToI, double helpToJ, double complexity, bool language, double overlap, double introduced, double bridging) =>
        new(helpToI, helpToJ, true, bridging, complexity, Overlap.EffectiveSharedContacts(Ties, i, j) + introduced, language, overlap);

    private static int[] Level(string level)
    {
        var groups = Oracle.Model("pair_score_hub8").GetProperty("attrs").GetProperty(level);
        var numbers = new Dictionary<string, int>();
        return [.. Names.Select(name => groups.GetProperty(name).GetString()!).Select(group => numbers.TryGetValue(group, out var known) ? known : numbers[group] = numbers.Count)];
    }

    internal static double DayOverlap(JsonElement left, JsonElement right)
    {
        var (x, y) = (left.EnumerateArray().Select(day => day.GetInt32()).ToHashSet(), right.EnumerateArray().Select(day => day.GetInt32()).ToHashSet());
        return (double)x.Intersect(y).Count() / Math.Min(x.Count, y.Count);
    }
}
