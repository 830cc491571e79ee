namespace Matching.Ingest.Checking;

/// <summary>A column of the import format.</summary>
/// <param name="Name">As files write it.</param>
/// <param name="IsRequired">Whether a file without it is no such table.</param>
internal readonly record struct Column(string Name, bool IsRequired = false)
{
    // What people write in its place, in English and in Swedish. It is named in the message and never taken for the column.
    private static readonly Dictionary<string, string[]> Relatives = new(StringComparer.Ordinal)
    {
        ["id"] = ["nr", "nummer", "no", "identity"],
        ["name"] = ["namn", "fullname", "full_name"],
        ["organisation"] = ["organization", "org", "myndighet", "arbetsgivare", "employer"],
        ["hub"] = ["hubb", "nav", "plats"],
        ["sector"] = ["sektor"],
        ["title"] = ["titel", "rubrik"],
        ["starts_at"] = ["start", "starts", "startsat", "starttid", "börjar"],
        ["at"] = ["time", "date", "datum", "tid", "tidpunkt"],
        ["kind"] = ["type", "typ", "slag"],
        ["member"] = ["medlem", "person"],
        ["day"] = ["date", "dag", "datum"],
        ["event"] = ["evenemang", "aktivitet", "händelse"],
        ["status"] = ["läge"],
        ["a"] = ["from", "från", "source", "person_a", "member_a"],
        ["b"] = ["to", "till", "target", "person_b", "member_b"],
    };

    /// <summary>The header among <paramref name="written"/> that was most likely meant, or null.</summary>
    internal string? NearMiss(IEnumerable<string> written)
    {
        var relatives = Relatives.GetValueOrDefault(Name, []);
        var name = Name;
        return written.FirstOrDefault(header => relatives.Contains(header, StringComparer.OrdinalIgnoreCase)
            || name.Length > 3 && header.Replace(' ', '_').Equals(name, StringComparison.OrdinalIgnoreCase)
            || name.Length > 3 && header.Equals(name + "s", StringComparison.OrdinalIgnoreCase));
    }
}
