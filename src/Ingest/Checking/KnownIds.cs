using Matching.Ingest.Wording;

namespace Matching.Ingest.Checking;

/// <summary>What can be named in a row: the ids that are in the store, and where those went that were rejected.</summary>
/// <param name="noun">What one of them is called.</param>
/// <param name="has">Whether the store has an id, rows of this import included.</param>
internal sealed class KnownIds(string noun, Func<string, bool> has)
{
    // Beyond this, messages say only that the id is not there.
    private const int MostKept = 100_000;

    private readonly Dictionary<string, (string File, long Line)> rejected = new(StringComparer.Ordinal);

    internal string Noun => noun;

    internal bool Has(string id) => has(id);

    /// <summary>Notes that the row of an id was rejected.</summary>
    internal void Reject(string id, string file, long line)
    {
        if (id.Length > 0 && rejected.Count < MostKept) rejected.TryAdd(id, (file, line));
    }

    /// <summary>Refuses the row unless its cell names one of these.</summary>
    internal void Demand(CheckedRow row, int column, string id)
    {
        if (row.IsGood && !has(id)) row.Refuse(column, Missing(id));
    }

    /// <summary>Why an id cannot be named.</summary>
    internal string Missing(string id) => rejected.TryGetValue(id, out var place)
        ? CheckedRow.Say($"there is no {noun} {Quotes.Of(id)}, because its own row was rejected ({place.File}, line {place.Line}). Mend that row first")
        : $"there is no {noun} {Quotes.Of(id)}. Write the id of one, or import it first";
}
