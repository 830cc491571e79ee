namespace Matching.Benchmarks.Quality;

/// <summary>One measured value: one line of the output.</summary>
/// <param name="Task">The data's folder.</param>
/// <param name="Set">Which part of the data.</param>
/// <param name="System"><see cref="Product"/>, or the name of a baseline or ablation.</param>
/// <param name="Measure">What was measured.</param>
/// <param name="Value">The value; null where it is undefined.</param>
/// <param name="N">How many cases it rests on.</param>
/// <param name="Seconds">How long the system took over the set, learning included.</param>
internal sealed record QualityRow(string Task, string Set, string System, string Measure, double? Value, int N, double Seconds)
{
    /// <summary>The name of what the product does by default.</summary>
    internal const string Product = "matching";
}
