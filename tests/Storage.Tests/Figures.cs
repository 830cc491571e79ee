using System.Globalization;

namespace Matching.Storage.Tests;

/// <summary>How much a long run asks for, and where it is told what was measured: the suite runs the short form of the same tests.</summary>
internal static class Figures
{
    /// <summary>A number from the environment, or the suite's own.</summary>
    internal static int Wanted(string variable, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var wanted) ? wanted : usual;

    /// <summary>Tells a figure to whoever reads the test, and as a line of the file that MATCHING_FIGURES names.</summary>
    internal static void Tell(string measure, FormattableString value, string goal = "")
    {
        var text = FormattableString.Invariant(value);
        TestContext.Current.TestOutputHelper?.WriteLine($"{measure}: {text} {goal}");
        if (Environment.GetEnvironmentVariable("MATCHING_FIGURES") is not { Length: > 0 } file) return;
        lock (typeof(Figures)) File.AppendAllText(file, $"{measure}\t{text}\t{goal}\n");
    }
}
