namespace Matching.Storage;

/// <summary>Which text of whom stands in <c>profile_vectors</c>. The hub is the member's first, and empty for an organisation.</summary>
internal sealed record VectorRow(VectorKind Kind, string Owner, string Hub, int Ordinal, string Model, string Hash)
{
    public string? Member => Kind == VectorKind.Remit ? null : Owner;

    public string? Organisation => Kind == VectorKind.Remit ? Owner : null;
}
