using System.Security.Cryptography;
using System.Text;

namespace Matching.Storage;

/// <summary>Somebody saw or decided something.</summary>
/// <param name="At">When.</param>
/// <param name="Actor">Who: a role with its hubs, or with a pseudonym.</param>
/// <param name="Action">What was done, as method and route.</param>
/// <param name="Subject">Pseudonym of the person it was about; null where it was about nobody in particular.</param>
/// <param name="Thing">The hub, round, introduction, prompt or event that it was done to; null for none.</param>
public sealed record AuditEntry(DateTimeOffset At, string Actor, string Action, string? Subject, string? Thing);

/// <summary>An entry as it stands in the chain.</summary>
/// <param name="Number">Its place, from 1.</param>
/// <param name="Entry">What was done.</param>
/// <param name="Revision">How often the records had changed by then: on which data it was done.</param>
/// <param name="Hash">Of this entry and the hash before it; SHA-256, lower-case hex.</param>
public sealed record AuditRow(long Number, AuditEntry Entry, long Revision, string Hash)
{
    /// <summary>The hash that the row must have behind <paramref name="previous"/>.</summary>
    internal string HashAfter(string previous)
    {
        // Lengths before texts: no two different rows are written alike.
        var text = new StringBuilder();
        foreach (var part in new[] { previous, $"{Number}", $"{Columns.Write(Entry.At)}", Entry.Actor, Entry.Action, Entry.Subject, Entry.Thing, $"{Revision}" })
            text.Append(part?.Length ?? -1).Append(':').Append(part);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}

/// <summary>Whether the chain is whole.</summary>
/// <param name="Rows">How many rows were read.</param>
/// <param name="BrokenAt">The number of the first row that is not what it must be, or that is missing; null when all are there.</param>
public sealed record AuditCheck(long Rows, long? BrokenAt);
