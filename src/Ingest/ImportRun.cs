using Matching.Ingest.Checking;
using Matching.Ingest.Reading;
using Matching.Ingest.Wording;
using Matching.Storage;

namespace Matching.Ingest;

/// <summary>
/// One import, from sources to a report: every row goes into the store whole or is rejected whole, and everything goes in
/// together when the last row has been looked at.
/// </summary>
public sealed class ImportRun
{
    // Often enough for a bar that moves and a key that cancels; seldom enough to cost nothing.
    private const int RowsBetweenReports = 1024;

    private readonly ImportOptions options;
    private readonly CancellationToken ct;
    private readonly RejectLog rejects = new();
    private readonly SortedDictionary<ImportTable, TableCount> counts = [];
    private readonly Dictionary<string, IReadOnlyList<string>> unknownColumns = new(StringComparer.Ordinal);
    private long rowsRead;
    private long bytesOfEarlierFiles;
    private long bytesTotal;

    private ImportRun(ImportOptions options, CancellationToken ct)
    {
        this.options = options;
        this.ct = ct;
    }

    /// <summary>
    /// Imports <paramref name="sources"/> as one transaction. The sources are looked through before the store is locked
    /// for writing; the rows are read on the calling thread.
    /// </summary>
    /// <exception cref="StoreException">The store cannot take it; nothing was changed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; nothing was changed.</exception>
    public static async Task<ImportReport> ImportAsync(
        SqlStore store, IReadOnlyList<ImportSource> sources, ImportOptions? options = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(sources);
        using var list = new SourceList(ct);
        foreach (var source in sources) source.Open(list);
        return await new ImportRun(options ?? new ImportOptions(), ct).RunAsync(store, list).ConfigureAwait(false);
    }

    private async Task<ImportReport> RunAsync(SqlStore store, SourceList list)
    {
        foreach (var fault in list.Faults) rejects.AddFile(fault);
        if (list.Tables.Count > 0)
        {
            var transaction = await store.BeginImportAsync(ct).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                Take(store, transaction, list.Tables);
                ct.ThrowIfCancellationRequested();
                if (!options.DryRun) await transaction.CommitAsync(ct).ConfigureAwait(false);
            }
        }
        return Report(list);
    }

    private ImportReport Report(SourceList list) => new()
    {
        Tables = [.. counts.Values],
        Rejects = rejects.All,
        RejectedRows = rejects.Rows,
        UnknownColumns = unknownColumns,
        UnknownFiles = list.UnknownFiles,
        Notes = list.Notes,
        IsDryRun = options.DryRun,
    };

    private void Take(SqlStore store, ImportTransaction transaction, IReadOnlyList<SourceTable> tables)
    {
        // The events from before are read beside the transaction; the embedded store answers on the same thread.
        var desk = new Desk(transaction, options.Scope, id => store.FindGatheringAsync(id, ct).GetAwaiter().GetResult()?.Hub);
        bytesTotal = tables.Sum(table => table.Length);
        foreach (var stray in tables.Where(table => table.Table is null)) RejectStrays(stray);
        foreach (var check in Checks(desk)) Take(check, [.. tables.Where(table => table.Table == check.Table)]);
    }

    private static IEnumerable<TableCheck> Checks(Desk desk) =>
    [
        new HubCheck(desk), new OrganisationCheck(desk), new MemberCheck(desk), new EventCheck(desk), new TieCheck(desk),
        new RuleCheck(desk), new InteractionCheck(desk), new CheckInCheck(desk), new AttendanceCheck(desk),
    ];

    private void Take(TableCheck check, IReadOnlyList<SourceTable> sources)
    {
        if (sources.Count == 0) return;
        if (check.Links is { } links)
        {
            foreach (var source in sources) NoteLinks(check, source);
            links.Judge();
        }
        var count = counts[check.Table] = new TableCount { Table = check.Table };
        foreach (var source in sources) Take(check, source, count);
    }

    private void NoteLinks(TableCheck check, SourceTable source)
    {
        try
        {
            using var reader = source.Open();
            var row = new CheckedRow(source, reader, check.Columns);
            CheckHeader(check, reader, row);
            check.BeginFile();
            while (reader.Read())
            {
                ct.ThrowIfCancellationRequested();
                row.Begin();
                if (row.IsGood) check.NoteLinks(row);
            }
        }
        catch (SourceException)
        {
            // Rows up to here were noted; the second pass meets the same fault and tells of it.
        }
    }

    private void Take(TableCheck check, SourceTable source, TableCount count)
    {
        try
        {
            using var reader = source.Open();
            var row = new CheckedRow(source, reader, check.Columns);
            CheckHeader(check, reader, row);
            check.BeginFile();
            while (reader.Read())
            {
                Tick(source, reader);
                row.Begin();
                Count(count, row.IsGood ? check.Take(row) : null);
                if (row.Fault is { } fault) Reject(check, source, reader, row, fault);
            }
            NoteUnknown(source, reader, row);
        }
        catch (SourceException refused)
        {
            rejects.AddFile(new FileFault(source.File, check.Table, refused.Line, refused.Column, refused.Message));
        }
        bytesOfEarlierFiles += source.Length;
    }

    private static void CheckHeader(TableCheck check, RowReader reader, CheckedRow row)
    {
        if (!reader.HasHeader) return;
        if (row.MissingColumn is { } missing) throw Missing(check, missing, reader);
        if (row.DoubledColumn is not { } doubled) return;
        throw new SourceException($"the column {doubled.Name} stands twice, so no row of the file was taken. Rename or delete one of them")
        {
            Line = Math.Max(1, reader.Line),
            Column = doubled.Name,
        };
    }

    private static SourceException Missing(TableCheck check, Column column, RowReader reader)
    {
        var advice = column.NearMiss(reader.Columns) is { } near ? $"Is it the column {Quotes.Of(near)}? Then rename that"
            : reader.Columns.Any(name => name.Contains('\t', StringComparison.Ordinal)) ? "The columns seem to be separated by tabs; save the file with commas or semicolons"
            : $"Write it in the header line; {check.Table.ToString().ToLowerInvariant()} need {string.Join(", ", check.Columns.Where(one => one.IsRequired).Select(one => one.Name))}";
        return new SourceException($"the column {column.Name} is missing, so no row of the file was taken. {advice}")
        {
            Line = Math.Max(1, reader.Line),
            Column = column.Name,
        };
    }

    private void Reject(TableCheck check, SourceTable source, RowReader reader, CheckedRow row, RowFault fault)
    {
        rejects.AddRow(source, reader, fault);
        check.NoteRejected(row);
    }

    private static void Count(TableCount count, PutOutcome? outcome)
    {
        count.Read++;
        if (outcome is null) count.Rejected++;
        else if (outcome == PutOutcome.Added) count.Added++;
        else if (outcome == PutOutcome.Changed) count.Changed++;
        else count.Unchanged++;
    }

    private void RejectStrays(SourceTable source)
    {
        using var reader = source.Open();
        while (reader.Read()) rejects.AddRow(source, reader, reader.Fault!.Value);
    }

    private void NoteUnknown(SourceTable source, RowReader reader, CheckedRow row)
    {
        if (reader.IsPartOfMany) return;
        string[] unknown = [.. row.UnknownColumns];
        if (unknown.Length > 0) unknownColumns[source.File] = [.. unknownColumns.GetValueOrDefault(source.File, []).Union(unknown)];
    }

    private void Tick(SourceTable source, RowReader reader)
    {
        if (++rowsRead % RowsBetweenReports != 0) return;
        ct.ThrowIfCancellationRequested();
        var read = bytesOfEarlierFiles + Math.Min(reader.BytesRead, source.Length);
        options.Progress?.Report(new ImportProgress(source.File, read, bytesTotal, rowsRead));
    }
}
