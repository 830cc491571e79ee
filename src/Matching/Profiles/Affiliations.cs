namespace Matching.Profiles;

/// <summary>The groups that each member belongs to at three levels, as numbers: unit, organisation (the topmost one), sector.</summary>
public sealed class Affiliations
{
    private readonly int[] unit;
    private readonly int[] organisation;
    private readonly int[] sector;

    /// <summary>Takes one number a member and level; members of one unit are of one organisation.</summary>
    /// <exception cref="ArgumentException">The lists differ in length.</exception>
    public Affiliations(IReadOnlyList<int> unit, IReadOnlyList<int> organisation, IReadOnlyList<int> sector)
    {
        if (unit.Count != organisation.Count || unit.Count != sector.Count) throw new ArgumentException("Each member has one unit, one organisation and one sector.");
        this.unit = [.. unit];
        this.organisation = [.. organisation];
        this.sector = [.. sector];
        Organisations = organisation.Count == 0 ? 0 : organisation.Max() + 1;
    }

    /// <summary>Number of members.</summary>
    public int Count => unit.Length;

    /// <summary>One above the greatest organisation number.</summary>
    public int Organisations { get; }

    public ReadOnlySpan<int> Unit => unit;
    public ReadOnlySpan<int> Organisation => organisation;
    public ReadOnlySpan<int> Sector => sector;
}
