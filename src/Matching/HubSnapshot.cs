namespace Matching;

/// <summary>One hub at one moment, ready to be computed on. Immutable: any number of threads may read it.</summary>
public sealed class HubSnapshot
{
    private HubSnapshot(HubRecords records, DateTimeOffset asOf)
    {
        Records = records;
        AsOf = asOf;
    }

    /// <summary>The moment that every decayed value is computed for.</summary>
    public DateTimeOffset AsOf { get; }

    public HubRecords Records { get; }

    /// <summary>Builds the snapshot of <paramref name="records"/> at <paramref name="asOf"/>; what happened later is left out.</summary>
    public static HubSnapshot Build(HubRecords records, DateTimeOffset asOf) => new(records, asOf);
}
