using System.Text.Json;
using Matching.Ties;

namespace Matching.Tests.Oracles;

/// <summary>One graph of the oracle, with everything it says about it.</summary>
public sealed class OracleGraph
{
    private static readonly string[] WithoutTies = ["davis_events"];

    private OracleGraph(JsonElement json)
    {
        Json = json;
        Graph = TieGraph.FromStrengths(json.GetProperty("n").GetInt32(), [.. json.GetProperty("edges").EnumerateArray().Select(Tie)]);
        Groups = json.TryGetProperty("groups", out var groups) ? Numbers(groups) : null;
    }

    /// <summary>The names of all graphs that list ties.</summary>
    public static TheoryData<string> Names =>
        [.. Oracle.Root.GetProperty("graphs").EnumerateObject().Select(graph => graph.Name).Except(WithoutTies)];

    public JsonElement Json { get; }
    public TieGraph Graph { get; }
    public int[]? Groups { get; }

    public static OracleGraph Of(string name) => new(Oracle.Root.GetProperty("graphs").GetProperty(name));

    /// <summary>Every value under a section as (key of the person or pair, dotted name of the measure, value).</summary>
    public IEnumerable<(string Key, string Measure, JsonElement Expected)> Values(string section)
    {
        if (!Json.TryGetProperty(section, out var rows)) yield break;
        foreach (var row in rows.EnumerateObject())
        {
            foreach (var (measure, expected) in Leaves(row.Value)) yield return (row.Name, measure, expected);
        }
    }

    /// <summary>Every value of an object, nested ones by dotted names.</summary>
    public static IEnumerable<(string Measure, JsonElement Expected)> Leaves(JsonElement row)
    {
        foreach (var property in row.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.Object) yield return (property.Name, property.Value);
            else foreach (var (measure, expected) in Leaves(property.Value)) yield return ($"{property.Name}.{measure}", expected);
        }
    }

    /// <summary>"i|j" as two numbers.</summary>
    public static (int I, int J) Pair(string key)
    {
        var bar = key.IndexOf('|', StringComparison.Ordinal);
        return (Person(key[..bar]), Person(key[(bar + 1)..]));
    }

    public static int Person(string key) => int.Parse(key, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Labels of any kind as numbers, in the order of their first use.</summary>
    public static int[] Numbers(JsonElement labels)
    {
        var known = new List<string>();
        return [.. labels.EnumerateArray().Select(label => label.ToString()).Select(label =>
        {
            if (!known.Contains(label)) known.Add(label);
            return known.IndexOf(label);
        })];
    }

    private static (int I, int J, double Strength) Tie(JsonElement edge) =>
        (edge[0].GetInt32(), edge[1].GetInt32(), edge.GetArrayLength() == 3 ? edge[2].GetDouble() : 1);
}
