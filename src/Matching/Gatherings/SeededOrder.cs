using Matching.Profiles;

namespace Matching.Gatherings;

/// <summary>An order among equals that a seed decides, the same on every machine.</summary>
internal static class SeededOrder
{
    /// <summary>FNV-1a over the seed and the id, finished by SplitMix64; 0 for seed 0, which leaves the order to the ids.</summary>
    internal static ulong Of(long seed, string id)
    {
        if (seed == 0) return 0;
        var hash = 14695981039346656037UL ^ (ulong)seed;
        foreach (var letter in id) hash = (hash ^ letter) * 1099511628211UL;
        return Finish(hash);
    }

    /// <summary>A number that looks like chance, for a place in a shuffle.</summary>
    internal static ulong Of(long seed, int round, int place) => Finish(Finish((ulong)seed ^ ((ulong)(uint)round << 32)) + (ulong)(uint)place);

    private static ulong Finish(ulong hash) => Chance.Mix(hash + 0x9E3779B97F4A7C15UL);
}
