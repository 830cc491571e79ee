using System.Collections;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Matching.Ingest;
using Matching.Storage;

namespace Matching.Api.Tests.Access;

/// <summary>Every regular expression of the program, found where it stands, against what makes expressions slow.</summary>
public sealed class RegexTests
{
    // The longest cell that is taken (ReadingLimits.CellCharacters): names and texts of records are all that they are asked about.
    private const int Longest = 20_000;

    private static readonly TimeSpan Most = TimeSpan.FromMilliseconds(100);

    [Fact]
    public void No_hostile_text_holds_any_of_them_for_a_tenth_of_a_second()
    {
        var found = All().ToList();
        Assert.True(found.Count >= 6, $"only {found.Count} expressions were found");
        foreach (var (name, regex) in found)
        {
            foreach (var text in Hostile(regex)) Assert.True(Quickest(regex, text) is var took && took <= Most, $"{name} takes {took.TotalMilliseconds:0} ms on {text[..20]}…: {regex}");
        }
    }

    // Of five: what the machine does meanwhile is not the expression's.
    private static TimeSpan Quickest(Regex regex, string text) => Enumerable.Range(0, 5).Min(_ =>
    {
        var start = Stopwatch.GetTimestamp();
        regex.Count(text);
        return Stopwatch.GetElapsedTime(start);
    });

    // Long runs of what the expression itself speaks of, with an end that fits nothing.
    private static IEnumerable<string> Hostile(Regex regex)
    {
        var words = Regex.Matches(regex.ToString(), @"\p{L}{2,}").Select(match => match.Value).Distinct(StringComparer.Ordinal).Take(40);
        string[] pieces = ["a", "å", " ", "-", "a ", "a-", "1", "1.", "(", "\"", "<script>", "a. ", "i ", "\u0301", "😀", .. words, .. words.Select(word => word + " ")];
        return pieces.Select(piece => string.Concat(Enumerable.Repeat(piece, Longest / piece.Length)) + "\u0001");
    }

    private static IEnumerable<(string Name, Regex Regex)> All()
    {
        const BindingFlags Statics = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        foreach (var type in ((Assembly[])[typeof(HubSnapshot).Assembly, typeof(SqlStore).Assembly, typeof(ImportRun).Assembly, typeof(Program).Assembly]).SelectMany(assembly => assembly.GetTypes()))
        {
            if (type.ContainsGenericParameters) continue;
            foreach (var method in type.GetMethods(Statics).Where(method => method.ReturnType == typeof(Regex) && method.GetParameters().Length == 0))
                yield return ($"{type.Name}.{method.Name}", (Regex)method.Invoke(null, null)!);
            foreach (var field in type.GetFields(Statics).Where(field => Holds(field.FieldType)))
            {
                foreach (var regex in Regexes(field.GetValue(null))) yield return ($"{type.Name}.{field.Name}", regex);
            }
        }
    }

    private static bool Holds(Type type) => type == typeof(Regex) || (type.IsArray ? Holds(type.GetElementType()!) : type.GetGenericArguments().Any(Holds));

    private static IEnumerable<Regex> Regexes(object? value) => value switch
    {
        Regex regex => [regex],
        ITuple tuple => Enumerable.Range(0, tuple.Length).SelectMany(at => Regexes(tuple[at])),
        string => [],
        IEnumerable items => items.Cast<object>().SelectMany(Regexes),
        _ => [],
    };
}
