using System.Collections.Frozen;
using System.Text.Json;

namespace Matching.Profiles;

/// <summary>The written form of an enumeration: lower-case with hyphens, as files, the store and REST spell it (<c>county-board</c>).</summary>
public static class Vocabulary
{
    /// <summary>Every term, in the order of declaration, for messages that name the choices.</summary>
    public static IReadOnlyList<string> All<T>() where T : struct, Enum => Terms<T>.Ordered;

    /// <summary>The written form of <paramref name="value"/>.</summary>
    public static string Write<T>(T value) where T : struct, Enum => Terms<T>.Written[value];

    /// <summary>Reads a term without regard to case or surrounding white space.</summary>
    public static bool TryRead<T>(ReadOnlySpan<char> text, out T value) where T : struct, Enum =>
        Terms<T>.Values.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text.Trim(), out value);

    /// <summary>Reads a term that the store wrote.</summary>
    /// <exception cref="FormatException">The text is none of <see cref="All"/>.</exception>
    public static T Read<T>(string text) where T : struct, Enum => TryRead<T>(text, out var value)
        ? value
        : throw new FormatException($"'{text}' is none of {string.Join(", ", All<T>())}.");

    private static class Terms<T> where T : struct, Enum
    {
        internal static readonly IReadOnlyList<string> Ordered =
            [.. Enum.GetValues<T>().Select(value => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()))];

        internal static readonly FrozenDictionary<T, string> Written =
            Enum.GetValues<T>().Zip(Ordered).ToFrozenDictionary(pair => pair.First, pair => pair.Second);

        internal static readonly FrozenDictionary<string, T> Values =
            Written.ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.OrdinalIgnoreCase);
    }
}
