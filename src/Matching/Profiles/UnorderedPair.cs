namespace Matching.Profiles;

/// <summary>Two numbered people (or groups) in no order: either order names the same pair.</summary>
/// <remarks>A type of its own and no packed long, whose hash is the two halves' exclusive-or: n²/2 pairs would share n hashes.</remarks>
public readonly record struct UnorderedPair : IComparable<UnorderedPair>
{
    private UnorderedPair(int low, int high) => (Low, High) = (low, high);

    /// <summary>The smaller number.</summary>
    public int Low { get; }

    /// <summary>The greater number, or the same.</summary>
    public int High { get; }

    public static UnorderedPair Of(int i, int j) => i <= j ? new UnorderedPair(i, j) : new UnorderedPair(j, i);

    public void Deconstruct(out int low, out int high) => (low, high) = (Low, High);

    public int CompareTo(UnorderedPair other) => Low != other.Low ? Low.CompareTo(other.Low) : High.CompareTo(other.High);

    public static bool operator <(UnorderedPair left, UnorderedPair right) => left.CompareTo(right) < 0;
    public static bool operator >(UnorderedPair left, UnorderedPair right) => left.CompareTo(right) > 0;
    public static bool operator <=(UnorderedPair left, UnorderedPair right) => left.CompareTo(right) <= 0;
    public static bool operator >=(UnorderedPair left, UnorderedPair right) => left.CompareTo(right) >= 0;
}
