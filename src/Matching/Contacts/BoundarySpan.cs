using Matching.Ties;

namespace Matching.Contacts;

/// <summary>
/// How much a person stands on both sides of her organisation's border: the harmonic mean of 1 − 2^(−I/2) and 1 − 2^(−E/2), with I ties inside and
/// E outside it; in [0, 1), 0 for who has none on one side (in the spirit of Tushman and Scanlan 1981). For routing alone: it is nobody's mark.
/// </summary>
public static class BoundarySpan
{
    /// <summary>Of a person among <paramref name="groups"/>.</summary>
    public static double Of(TieGraph ties, ReadOnlySpan<int> groups, int person)
    {
        var (inside, outside) = (0, 0);
        foreach (var other in ties.Neighbours(person))
        {
            if (groups[other] == groups[person]) inside++;
            else outside++;
        }
        return Of(inside, outside);
    }

    /// <summary>The formula.</summary>
    public static double Of(int inside, int outside)
    {
        var (i, e) = (1 - double.Exp2(-inside / 2.0), 1 - double.Exp2(-outside / 2.0));
        return i + e == 0 ? 0 : 2 * i * e / (i + e);
    }
}
