namespace Matching.Tests.Markets;

/// <summary>MT19937 of Matsumoto and Nishimura (1998), with init_genrand and doubles of 53 bits (genrand_res53): the chance of published examples.</summary>
internal sealed class MersenneTwister
{
    private const int Size = 624;
    private readonly uint[] state = new uint[Size];
    private int next = Size;

    internal MersenneTwister(uint seed)
    {
        state[0] = seed;
        for (var at = 1u; at < Size; at++) state[at] = (1812433253u * (state[at - 1] ^ (state[at - 1] >> 30))) + at;
    }

    internal double NextDouble()
    {
        var (high, low) = (NextWord() >> 5, NextWord() >> 6);
        return ((high * 67108864.0) + low) / 9007199254740992.0;
    }

    internal uint NextWord()
    {
        if (next == Size) Twist();
        var word = state[next++];
        word ^= word >> 11;
        word ^= (word << 7) & 0x9d2c5680u;
        word ^= (word << 15) & 0xefc60000u;
        return word ^ (word >> 18);
    }

    private void Twist()
    {
        for (var at = 0; at < Size; at++)
        {
            var mixed = (state[at] & 0x80000000u) | (state[(at + 1) % Size] & 0x7fffffffu);
            state[at] = state[(at + 397) % Size] ^ (mixed >> 1) ^ ((mixed & 1) == 0 ? 0 : 0x9908b0dfu);
        }
        next = 0;
    }
}
