namespace Matching.Ingest.Reading;

/// <summary>A stretch of a CSV file that no reader can split into records: from a byte to a byte, on <c>Lines</c> lines from <c>Line</c>.</summary>
/// <param name="Start">The first byte of the record.</param>
/// <param name="End">The byte after the last one that is passed over.</param>
/// <param name="Line">The line, from 1, on which the record starts.</param>
/// <param name="Lines">How many lines are passed over.</param>
/// <param name="Cell">The cell, from 0, whose quotes are wrong; −1 when it is the record.</param>
/// <param name="Reason">What is wrong.</param>
internal readonly record struct DamagedStretch(long Start, long End, long Line, long Lines, int Cell, string Reason);

/// <summary>
/// Finds the records of a CSV file whose quotation marks do not close, so that one forgotten mark cannot swallow the rows
/// after it. A record that goes wrong loses its first line alone, and the scan goes on with the next.
/// </summary>
internal sealed class QuoteScan
{
    private enum State
    {
        CellStart,
        Plain,
        Quoted,
        QuoteInQuoted,
        RestOfLine,
    }

    private readonly Stream content;
    private readonly byte separator;
    private readonly byte[] buffer = new byte[1 << 16];
    private readonly List<DamagedStretch> damaged = [];

    // Going back for every line of a file whose every line leaves a mark open would cost the square of its length.
    private long bytesLeftToRepeat;

    private State state;
    private long recordStart;
    private long recordLine = 1;
    private long line = 1;

    // The start of the record's second line, where the scan goes on if the record turns out to be damaged; −1 while it is on its first.
    private long secondLine = -1;
    private int cell;
    private int openCell = -1;
    private bool afterReturn;
    private string reason = "";

    private QuoteScan(Stream content, char separator)
    {
        this.content = content;
        this.separator = (byte)separator;
        bytesLeftToRepeat = 4 * content.Length;
    }

    /// <summary>Scans a seekable stream from its position to its end, and counts lines from there.</summary>
    internal static IReadOnlyList<DamagedStretch> Of(Stream content, char separator) => new QuoteScan(content, separator).Run();

    private List<DamagedStretch> Run()
    {
        recordStart = content.Position;
        while (true)
        {
            var at = content.Position;
            var read = content.Read(buffer);
            if (read == 0 && !FailAtEnd(at)) return damaged;
            if (read > 0) Scan(buffer.AsSpan(0, read), at);
        }
    }

    // A cell that is open at the end was opened by a mark too many; what follows its first line is read again.
    private bool FailAtEnd(long end)
    {
        if (state == State.RestOfLine) Damage(end, line - recordLine + 1);
        else if (state == State.Quoted) return FailOpen(end);
        else EndRecord(end, line - recordLine + 1);
        return false;
    }

    private bool FailOpen(long end)
    {
        reason = RowFaults.Unclosed;
        if (CanGoBack(end))
        {
            GoBack();
            return true;
        }
        Damage(end, line - recordLine + 1);
        return false;
    }

    private void Scan(ReadOnlySpan<byte> block, long blockStart)
    {
        for (var i = 0; i < block.Length; i++)
        {
            if (state is State.Plain or State.Quoted or State.RestOfLine && !afterReturn) i += Skip(block[i..]);
            if (i >= block.Length) return;
            var value = block[i];
            var position = blockStart + i;
            if (value == '\n' && afterReturn)
            {
                FinishReturn(position + 1);
                continue;
            }
            afterReturn = false;
            if (!Step(value, position)) return;
        }
    }

    // How many bytes lie before the next one that matters here.
    private int Skip(ReadOnlySpan<byte> rest)
    {
        var next = state switch
        {
            State.Plain => rest.IndexOfAny(separator, (byte)'\n', (byte)'\r'),
            State.Quoted => rest.IndexOfAny((byte)'"', (byte)'\n', (byte)'\r'),
            _ => rest.IndexOfAny((byte)'\n', (byte)'\r'),
        };
        return next < 0 ? rest.Length : next;
    }

    // False when the scan has gone back to an earlier byte.
    private bool Step(byte value, long position)
    {
        switch (state)
        {
            case State.Quoted when value == '"':
                state = State.QuoteInQuoted;
                return true;
            case State.Quoted:
                if (value is (byte)'\n' or (byte)'\r') BreakInside(value, position);
                return true;
            case State.QuoteInQuoted when value == '"':
                state = State.Quoted;
                return true;
            case State.CellStart when value == '"':
                state = State.Quoted;
                openCell = cell;
                return true;
        }
        if (value is (byte)'\n' or (byte)'\r')
        {
            EndLine(value, position);
        }
        else if (state == State.QuoteInQuoted && value != separator)
        {
            return FailAfterQuote(position);
        }
        else if (state != State.RestOfLine)
        {
            if (value == separator) cell++;
            state = value == separator ? State.CellStart : State.Plain;
        }
        return true;
    }

    private void BreakInside(byte value, long position)
    {
        line++;
        if (secondLine < 0) secondLine = position + 1;
        afterReturn = value == '\r';
    }

    private void EndLine(byte value, long position)
    {
        line++;
        if (state == State.RestOfLine) Damage(position + 1, line - recordLine);
        else EndRecord(position + 1, line - recordLine);
        afterReturn = value == '\r';
        StartRecord(position + 1);
    }

    // The line break was two bytes: whatever began after the first of them begins after the second.
    private void FinishReturn(long next)
    {
        afterReturn = false;
        if (recordStart == next - 1) recordStart = next;
        if (secondLine == next - 1) secondLine = next;
        if (damaged.Count > 0 && damaged[^1].End == next - 1) damaged[^1] = damaged[^1] with { End = next };
    }

    private void EndRecord(long end, long lines)
    {
        if (end - recordStart <= ReadingLimits.RecordBytes) return;
        damaged.Add(new DamagedStretch(recordStart, end, recordLine, lines, -1, RowFaults.RecordTooLong(end - recordStart)));
    }

    // A mark that closes a cell which began on an earlier line most likely opens one on its own: the fault is the first line's.
    private bool FailAfterQuote(long position)
    {
        reason = secondLine < 0 ? RowFaults.AfterQuote : RowFaults.Unclosed;
        if (CanGoBack(position))
        {
            GoBack();
            return false;
        }
        state = State.RestOfLine;
        return true;
    }

    private bool CanGoBack(long from) => secondLine >= 0 && (bytesLeftToRepeat -= from - secondLine) >= 0;

    private void GoBack()
    {
        Damage(secondLine, 1);
        line = recordLine + 1;
        afterReturn = false;
        content.Position = secondLine;
        StartRecord(secondLine);
    }

    private void Damage(long end, long lines) => damaged.Add(new DamagedStretch(recordStart, end, recordLine, lines, openCell, reason));

    private void StartRecord(long start)
    {
        state = State.CellStart;
        recordStart = start;
        recordLine = line;
        secondLine = -1;
        cell = 0;
        openCell = -1;
    }
}
