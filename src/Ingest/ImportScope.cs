namespace Matching.Ingest;

/// <summary>The hubs whose rows an import may touch: a host's own.</summary>
public sealed class ImportScope
{
    private readonly HashSet<string> hubs;

    /// <param name="hubs">The ids of the hubs.</param>
    public ImportScope(IEnumerable<string> hubs)
    {
        ArgumentNullException.ThrowIfNull(hubs);
        this.hubs = new HashSet<string>(hubs, StringComparer.Ordinal);
    }

    /// <summary>Whether <paramref name="hub"/> is one of them.</summary>
    public bool Has(string hub) => hubs.Contains(hub);
}
