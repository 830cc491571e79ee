using System.Globalization;
using System.Text.Json;

namespace Matching.Tests.Oracles;

/// <summary>
/// Expected values of graph measures and of the pair score, made with networkx, igraph and R's sna (see meta in the file);
/// every test of a formula reads them from here.
/// </summary>
public static class Oracle
{
    private static readonly JsonDocument Document = JsonDocument.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Oracles", "weak-ties.json")));

    /// <summary>The whole file.</summary>
    public static JsonElement Root => Document.RootElement;

    /// <summary>How far a value may lie from the expected one.</summary>
    public static double Tolerance => Root.GetProperty("meta").GetProperty("tolerance").GetDouble();

    /// <summary>One section of the model, such as "tie_strength".</summary>
    public static JsonElement Model(string section) => Root.GetProperty("model").GetProperty(section);

    /// <summary>A number; null where the measure is undefined; infinity where the file says "inf".</summary>
    public static double? Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String when value.GetString() == "inf" => double.PositiveInfinity,
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        _ => value.GetDouble(),
    };

    /// <summary>Asserts a value to the file's tolerance; undefined and infinite ones must be so alike.</summary>
    public static void Agrees(JsonElement expected, double? actual, string what)
    {
        var number = Number(expected);
        var same = number is null || actual is null || double.IsInfinity(number.Value) || double.IsInfinity(actual.Value)
            ? number == actual
            : Math.Abs(number.Value - actual.Value) <= Tolerance;
        Assert.True(same, $"{what}: expected {Text(number)}, got {Text(actual)}");
    }

    private static string Text(double? number) => number?.ToString("R", CultureInfo.InvariantCulture) ?? "null";
}
