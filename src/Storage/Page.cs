namespace Matching.Storage;

/// <summary>Which part of a list is wanted.</summary>
public sealed record PageRequest
{
    /// <summary>The most that one page holds.</summary>
    public const int LargestLimit = 500;

    /// <summary>How many items, 1 to <see cref="LargestLimit"/>.</summary>
    public int Limit
    {
        get;
        init => field = value is >= 1 and <= LargestLimit
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Limit), value, $"A page holds 1 to {LargestLimit} items.");
    } = 20;

    /// <summary>Which page, from 1. Not read when <see cref="After"/> is set.</summary>
    public int Page
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Page), value, "Pages are counted from 1.");
    } = 1;

    /// <summary>
    /// For long walks: the id of the last item that was read (for rounds: the week, as <c>2026-W48</c>). The page starts
    /// behind it, at the same cost however far the walk has come.
    /// </summary>
    public string? After { get; init; }

    internal long Offset => After is null ? (Page - 1L) * Limit : 0;
}

/// <summary>A part of a list.</summary>
/// <param name="Items">The items of this page, in the list's order.</param>
/// <param name="Total">How many the whole list holds.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, int Total);
