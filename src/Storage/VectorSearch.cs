using Matching.Vectors;
using Matching.Words;

namespace Matching.Storage;

/// <summary>What a kept text says of whoever it is of.</summary>
public enum VectorKind
{
    /// <summary>A challenge or an interest of a member.</summary>
    Need,

    /// <summary>A skill, a matter answered for, or an interest of a member.</summary>
    Offer,

    /// <summary>The remit or a keyword of an organisation.</summary>
    Remit,
}

/// <summary>A question for the kept texts that are nearest in meaning, in all hubs or some.</summary>
public sealed record VectorSearch
{
    /// <summary>The most that is answered; also the most that pgvector looks at side by side.</summary>
    public const int MostTop = 1000;

    /// <summary>What the kept vectors were made by: only those of the same model can be compared.</summary>
    public required string Model { get; init; }

    /// <summary>Of length 1, within <see cref="TextVectorIndex.Tolerance"/>.</summary>
    public required IReadOnlyList<float> Vector { get; init; }

    public required IReadOnlyCollection<VectorKind> Kinds { get; init; }

    /// <summary>Only members of these hubs, and no organisation; null for all.</summary>
    public IReadOnlyCollection<string>? InHubs { get; init; }

    /// <summary>No member of these hubs, be it the first or another of hers.</summary>
    public IReadOnlyCollection<string> NotInHubs { get; init; } = [];

    /// <summary>How many are wanted, 1 to <see cref="MostTop"/>.</summary>
    public int Top { get; init; } = 50;

    /// <summary>
    /// How many candidates HNSW keeps while it walks (Malkov and Yashunin 2020, "Efficient and Robust Approximate Nearest Neighbor Search", §4: ef),
    /// 1 to <see cref="MostTop"/>: more of them find more of the nearest, and take longer. Means nothing to an exact search, as in some hubs or in a file.
    /// </summary>
    public int EfSearch { get; init; } = 100;

    /// <exception cref="ArgumentException">One of the values is out of its range.</exception>
    internal Half[] CheckedVector()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Top, 1, nameof(Top));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Top, MostTop, nameof(Top));
        ArgumentOutOfRangeException.ThrowIfLessThan(EfSearch, 1, nameof(EfSearch));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(EfSearch, MostTop, nameof(EfSearch));
        var length = Math.Sqrt(Vector.Sum(value => (double)value * value));
        // Not ">": a vector with a value that is no number is refused too.
        if (!(Math.Abs(length - 1) <= TextVectorIndex.Tolerance)) throw new ArgumentException("The vector is not of length 1.", nameof(Vector));
        return HalfPrecision.Round([.. Vector]);
    }
}

/// <summary>A text that is near.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="Owner">The member, or for a remit the organisation.</param>
/// <param name="Ordinal">
/// Its place, from 0, among the owner's texts of that kind: challenges, then interests; skills, then matters answered for, then interests; the
/// remit, then keywords.
/// </param>
/// <param name="Similarity">The cosine, in [−1, 1], of the two vectors rounded to half precision.</param>
public sealed record NearestVector(VectorKind Kind, string Owner, int Ordinal, float Similarity)
{
    /// <summary>The nearest first; of those as near, by owner, kind and place.</summary>
    public static IComparer<NearestVector> NearestFirst { get; } = Comparer<NearestVector>.Create(Compare);

    private static int Compare(NearestVector x, NearestVector y)
    {
        var order = y.Similarity.CompareTo(x.Similarity);
        if (order == 0) order = string.CompareOrdinal(x.Owner, y.Owner);
        if (order == 0) order = x.Kind.CompareTo(y.Kind);
        return order != 0 ? order : x.Ordinal.CompareTo(y.Ordinal);
    }
}
