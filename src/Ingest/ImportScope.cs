namespace Matching.Ingest;

/// <summary>The hubs whose rows an import may touch: a host's own, or those that a member is in.</summary>
public sealed class ImportScope
{
    private readonly HashSet<string> hubs;

    /// <param name="hubs">The ids of the hubs.</param>
    /// <param name="hidesOthers">Whether people of other hubs are as if they were not there: for a member, whose business their existence is not.</param>
    public ImportScope(IEnumerable<string> hubs, bool hidesOthers = false)
    {
        ArgumentNullException.ThrowIfNull(hubs);
        this.hubs = new HashSet<string>(hubs, StringComparer.Ordinal);
        HidesOthers = hidesOthers;
    }

    /// <summary>Whether people of other hubs are as if they were not there.</summary>
    public bool HidesOthers { get; }

    /// <summary>Whether <paramref name="hub"/> is one of them.</summary>
    public bool Has(string hub) => hubs.Contains(hub);
}
