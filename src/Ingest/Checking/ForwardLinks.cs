using Matching.Ingest.Reading;
using Matching.Ingest.Wording;

namespace Matching.Ingest.Checking;

/// <summary>
/// Rows that may name later rows of their own table: noted on a first pass, judged together, and refused on the second
/// where what they name is nowhere, or where they would be units of themselves.
/// </summary>
/// <param name="ids">What the store has.</param>
/// <param name="findParent">For links that must not run in a circle: where one of the store leads. Null when circles are fine.</param>
internal sealed class ForwardLinks(KnownIds ids, Func<string, string?>? findParent)
{
    private readonly Dictionary<string, Entry> entries = new(StringComparer.Ordinal);
    private readonly Dictionary<(SourceTable Source, long Line), string> refused = [];

    /// <summary>Notes a row that is good so far. Of rows with one id the last counts, as it will in the store.</summary>
    internal void Note(string id, CheckedRow row, IReadOnlyList<string> targets) => entries[id] = new Entry(row.Source, row.Line, targets);

    /// <summary>Why the row cannot be taken, or null.</summary>
    internal string? Refusal(CheckedRow row) => refused.GetValueOrDefault((row.Source, row.Line));

    /// <summary>Judges what was noted. A row that is refused takes along those that name it, unless the store has it from before.</summary>
    internal void Judge()
    {
        var namedBy = NamedBy();
        var suspects = new Queue<string>(entries.Keys);
        do
        {
            while (suspects.TryDequeue(out var id)) Check(id, namedBy, suspects);
        }
        while (findParent is not null && RefuseCircles(namedBy, suspects));
        entries.Clear();
    }

    private Dictionary<string, List<string>> NamedBy()
    {
        var namedBy = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var (id, entry) in entries)
        {
            foreach (var target in entry.Targets)
            {
                if (!namedBy.TryGetValue(target, out var names)) namedBy.Add(target, names = []);
                names.Add(id);
            }
        }
        return namedBy;
    }

    private void Check(string id, Dictionary<string, List<string>> namedBy, Queue<string> suspects)
    {
        if (!entries.TryGetValue(id, out var entry)) return;
        var missing = entry.Targets.FirstOrDefault(target => !entries.ContainsKey(target) && !ids.Has(target));
        if (missing is not null) Refuse(id, ids.Missing(missing), namedBy, suspects);
    }

    private void Refuse(string id, string reason, Dictionary<string, List<string>> namedBy, Queue<string> suspects)
    {
        entries.Remove(id, out var entry);
        refused[(entry!.Source, entry.Line)] = reason;
        ids.Reject(id, entry.Source.File, entry.Line);
        foreach (var name in namedBy.GetValueOrDefault(id, [])) suspects.Enqueue(name);
    }

    // A refused row leaves what the store says of its id in force, and that may close another circle: true when there was one.
    private bool RefuseCircles(Dictionary<string, List<string>> namedBy, Queue<string> suspects)
    {
        var before = entries.Count;
        var walked = new HashSet<string>(StringComparer.Ordinal);
        foreach (var start in entries.Keys.ToList())
        {
            var path = new List<string>();
            var onPath = new HashSet<string>(StringComparer.Ordinal);
            string? at = start;
            while (at is not null && walked.Add(at))
            {
                path.Add(at);
                onPath.Add(at);
                at = Parent(at);
            }
            if (at is null || !onPath.Contains(at)) continue;
            foreach (var id in path[path.IndexOf(at)..])
            {
                if (entries.ContainsKey(id)) Refuse(id, Circle(id, at), namedBy, suspects);
            }
        }
        return entries.Count < before;
    }

    private string? Parent(string id)
    {
        if (!entries.TryGetValue(id, out var entry)) return findParent!(id);
        return entry.Targets.Count > 0 ? entry.Targets[0] : null;
    }

    private static string Circle(string id, string through) => id == through
        ? "the row makes it a unit of itself, directly or through others. Take one of the steps out"
        : $"the row makes it a unit of itself through {Quotes.Of(through)}. Take one of the steps out";

    private sealed record Entry(SourceTable Source, long Line, IReadOnlyList<string> Targets);
}
