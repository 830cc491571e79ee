using System.Buffers;
using System.Text;
using System.Text.Unicode;
using CsvHelper;
using Matching.Ingest.Wording;

namespace Matching.Ingest.Reading;

/// <summary>The rows of a CSV file, split by CsvHelper, with the damaged lines in their places.</summary>
internal sealed class CsvRows : RowReader
{
    private const int DamagedLineBytes = 4096;

    private readonly CsvLayout layout;
    private readonly Stream content;
    private readonly CsvReader reader;
    private readonly string[] columns;
    private string[] damagedCells = [];
    private int nextDamage;
    private long linesPassedOver;
    private bool hasRecord;
    private bool isDamaged;

    /// <exception cref="SourceException">There is no header that can be read.</exception>
    internal CsvRows(Stream content, CsvLayout layout)
    {
        this.layout = layout;
        this.content = content;
        content.Position = layout.Start;
        linesPassedOver = layout.FirstLine - 1;
        reader = CsvReader.Create(new StreamWithoutStretches(content, layout.Damaged), Options(layout), leaveOpen: true);
        columns = ReadHeader();
    }

    internal override IReadOnlyList<string> Columns => columns;

    internal override long BytesRead => content.Position;

    internal override bool Read()
    {
        while (Advance())
        {
            if (isDamaged) return true;
            if (reader.RawRecord.IndexOfAnyExcept((byte)layout.Separator, (byte)' ', (byte)'"') < 0) continue;
            Line = reader.LineNumber + linesPassedOver;
            Fault = FindFault();
            return true;
        }
        return false;
    }

    internal override string Cell(int column)
    {
        if (isDamaged) return column < damagedCells.Length ? damagedCells[column] : "";
        if (column >= reader.FieldCount) return "";
        return layout.Encoding == TextEncoding.Mixed ? MixedText.Decode(reader.GetSpan(column)) : reader.GetString(column);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) reader.Dispose();
        base.Dispose(disposing);
    }

    private static CsvReaderOptions Options(CsvLayout layout) => new()
    {
        Separator = layout.Separator,
        HasHeader = false,
        TrackLineNumbers = true,
        Encoding = layout.Encoding == TextEncoding.Windows1252 ? TextEncodings.Windows1252 : null,

        // The scan has taken longer records out. Windows-1252 grows when it is made UTF-8, at most threefold.
        MaxRecordSize = 4 * ReadingLimits.RecordBytes,
    };

    private string[] ReadHeader()
    {
        if (layout.Damaged.Count > 0 && layout.Damaged[0].Line == layout.FirstLine)
        {
            throw new SourceException($"the header line cannot be read: {layout.Damaged[0].Reason}") { Line = layout.FirstLine };
        }
        if (!reader.Read()) throw new SourceException("the file is empty. Write at least the header line");
        if (reader.FieldCount > ReadingLimits.Columns) throw new SourceException(SheetColumns(reader.FieldCount));
        var names = new string[reader.FieldCount];
        for (var i = 0; i < names.Length; i++) names[i] = reader.GetString(i).Trim();
        return names.AsSpan().TrimEnd("").ToArray();
    }

    internal static string SheetColumns(int count) =>
        $"the table has {count} columns, and at most {ReadingLimits.Columns} are read. Delete the empty or unneeded ones to the right";

    // Goes to whatever comes next in the file, a record or a damaged line.
    private bool Advance()
    {
        if (!hasRecord) hasRecord = ReadRecord();
        var hasDamage = nextDamage < layout.Damaged.Count;
        isDamaged = hasDamage && (!hasRecord || layout.Damaged[nextDamage].Line <= reader.LineNumber + linesPassedOver);
        if (isDamaged)
        {
            ReadDamage(layout.Damaged[nextDamage++]);
            return true;
        }
        var had = hasRecord;
        hasRecord = false;
        return had;
    }

    private bool ReadRecord()
    {
        try
        {
            return reader.Read();
        }
        catch (CsvFormatException broken)
        {
            throw new SourceException("the file changed while it was read. Close it in other programs and import it again", broken) { Line = Line + 1 };
        }
    }

    private void ReadDamage(DamagedStretch damage)
    {
        linesPassedOver += damage.Lines;
        Line = damage.Line;
        damagedCells = SplitLine(damage);
        Fault = new RowFault(damage.Cell < columns.Length ? damage.Cell : -1, damage.Reason);
    }

    // The marks of the line are wrong, so they count for nothing here: this is for the person who mends it.
    private string[] SplitLine(DamagedStretch damage)
    {
        var back = content.Position;
        content.Position = damage.Start;
        var bytes = new byte[(int)Math.Min(DamagedLineBytes, damage.End - damage.Start)];
        var text = Decode(bytes.AsSpan(0, content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)));
        content.Position = back;
        if (damage.End - damage.Start > DamagedLineBytes) text = text.TrimEnd() + RejectMarks.Cut;
        return text.TrimEnd('\r', '\n').Split(layout.Separator, columns.Length);
    }

    private string Decode(ReadOnlySpan<byte> bytes) =>
        layout.Encoding == TextEncoding.Windows1252 ? TextEncodings.Windows1252.GetString(bytes) : MixedText.Decode(bytes);

    private RowFault? FindFault()
    {
        var raw = reader.RawRecord;
        if (reader.FieldCount != columns.Length && FindCountFault() is { } count) return count;
        if (layout.Encoding == TextEncoding.Mixed && !Utf8.IsValid(raw)) return FindBadByte();
        if (raw.Contains((byte)0) || raw.Length > ReadingLimits.CellCharacters) return FindBadCell();
        return null;
    }

    private RowFault? FindCountFault()
    {
        var isLonger = reader.FieldCount > columns.Length;
        for (var i = columns.Length; i < reader.FieldCount; i++)
        {
            if (!reader.IsEmpty(i)) return new RowFault(-1, RowFaults.CellCount(reader.FieldCount, columns.Length));
        }
        return isLonger ? null : new RowFault(-1, RowFaults.CellCount(reader.FieldCount, columns.Length));
    }

    private RowFault? FindBadByte()
    {
        for (var i = 0; i < reader.FieldCount; i++)
        {
            var cell = reader.GetSpan(i);
            var at = MixedText.IndexOfBadByte(cell);
            if (at < 0) continue;
            return new RowFault(i, RowFaults.BadByte("cell", cell[at], at + 1, MixedText.Decode(cell.Slice(at, 1))));
        }
        return null;
    }

    private RowFault? FindBadCell()
    {
        Fault = null;
        for (var i = 0; i < columns.Length; i++) CheckCell(i, reader.GetString(i));
        return Fault;
    }
}

/// <summary>Text in UTF-8 with bytes in it that are not: these are read as Windows-1252, which they almost always are.</summary>
internal static class MixedText
{
    internal static int IndexOfBadByte(ReadOnlySpan<byte> bytes)
    {
        for (var at = 0; at < bytes.Length;)
        {
            if (Rune.DecodeFromUtf8(bytes[at..], out _, out var length) != OperationStatus.Done) return at;
            at += length;
        }
        return -1;
    }

    internal static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (Utf8.IsValid(bytes)) return Encoding.UTF8.GetString(bytes);
        var text = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            var isGood = Rune.DecodeFromUtf8(bytes, out var rune, out var length) == OperationStatus.Done;
            if (isGood) text.Append(rune.ToString());
            else text.Append(TextEncodings.Windows1252.GetString(bytes[..length]));
            bytes = bytes[length..];
        }
        return text.ToString();
    }
}
