namespace Matching.Profiles;

/// <summary>Chance as a function of its arguments: the same on every machine and in every version of the runtime.</summary>
/// <remarks>FNV-1a over the texts, finished by SplitMix64 (Steele, Lea and Flood 2014). <see cref="Random"/> promises no such thing.</remarks>
public static class Chance
{
    /// <summary>64 even bits from a seed and texts; the order of the texts counts.</summary>
    public static ulong Bits(long seed, params ReadOnlySpan<string> texts)
    {
        var hash = 14695981039346656037UL ^ (ulong)seed;
        foreach (var text in texts)
        {
            foreach (var letter in text) hash = (hash ^ letter) * 1099511628211UL;
            hash = (hash ^ '\0') * 1099511628211UL;
        }
        return Mix(hash);
    }

    /// <summary>A number in [0, 1) from a seed and texts.</summary>
    public static double Share(long seed, params ReadOnlySpan<string> texts) => (Bits(seed, texts) >> 11) * (1.0 / (1UL << 53));

    /// <summary>SplitMix64's finisher: spreads every bit of a number over all of them.</summary>
    internal static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }
}
