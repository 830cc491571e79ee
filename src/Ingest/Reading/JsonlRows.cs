using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Matching.Ingest.Reading;

/// <summary>The rows of a JSON lines file: one object a line.</summary>
internal sealed class JsonlRows : RowReader
{
    private readonly Stream content;
    private readonly TextEncoding encoding;
    private readonly LineCursor lines;
    private readonly JsonRow row = new();

    internal JsonlRows(Stream content, TextEncoding encoding)
    {
        this.content = content;
        this.encoding = encoding;
        content.Position = 0;
        lines = new LineCursor(encoding == TextEncoding.Windows1252
            ? Encoding.CreateTranscodingStream(content, TextEncodings.Windows1252, Encoding.UTF8, leaveOpen: true)
            : content);
    }

    internal override IReadOnlyList<string> Columns => row.Columns;
    internal override bool HasHeader => false;
    internal override bool HasCamelCase => true;
    internal override long BytesRead => content.Position;

    internal override bool Read()
    {
        while (lines.Read())
        {
            var bytes = lines.Bytes;
            if (lines.Line == 1 && bytes.Span.StartsWith(Encoding.UTF8.Preamble)) bytes = bytes[3..];
            if (!lines.IsTooLong && bytes.Span.IndexOfAnyExcept((byte)' ', (byte)'\t') < 0) continue;
            Line = lines.Line;
            Fault = Take(bytes);
            return true;
        }
        return false;
    }

    internal override string Cell(int column) => row.Cell(column);

    private RowFault? Take(ReadOnlyMemory<byte> line)
    {
        row.Clear();
        if (lines.IsTooLong) return new RowFault(-1, RowFaults.LineTooLong);
        if (encoding == TextEncoding.Mixed && !Utf8.IsValid(line.Span)) return BadByte(line.Span);
        return Parse(line) ?? FindBadCell();
    }

    private RowFault? Parse(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return row.Take(document.RootElement);
        }
        catch (JsonException broken)
        {
            return new RowFault(-1, $"the line is no JSON object: it goes wrong at byte {(broken.BytePositionInLine ?? 0) + 1}. Write one whole object a line");
        }
        catch (InvalidOperationException)
        {
            // JsonElement throws this for an escape that is half a character.
            return new RowFault(-1, RowFaults.HalfCharacter);
        }
    }

    private static RowFault BadByte(ReadOnlySpan<byte> line)
    {
        var at = MixedText.IndexOfBadByte(line);
        return new RowFault(-1, RowFaults.BadByte("line", line[at], at + 1, MixedText.Decode(line.Slice(at, 1))));
    }

    private RowFault? FindBadCell()
    {
        Fault = null;
        for (var column = 0; column < row.Columns.Count; column++) CheckCell(column, row.Cell(column));
        return Fault;
    }
}

/// <summary>Rows that the caller has parsed already, as a REST call brings them.</summary>
internal sealed class GivenRows(IReadOnlyList<JsonElement> rows) : RowReader
{
    private readonly JsonRow row = new();
    private int next;

    internal override IReadOnlyList<string> Columns => row.Columns;
    internal override bool HasHeader => false;
    internal override bool HasCamelCase => true;
    internal override long BytesRead => 0;

    internal override bool Read()
    {
        if (next == rows.Count) return false;
        Line = next + 1;
        Fault = null;
        var fault = Take(rows[next++]);
        for (var column = 0; fault is null && column < row.Columns.Count; column++) CheckCell(column, row.Cell(column));
        Fault ??= fault;
        return true;
    }

    internal override string Cell(int column) => row.Cell(column);

    private RowFault? Take(JsonElement element)
    {
        try
        {
            return row.Take(element);
        }
        catch (InvalidOperationException)
        {
            return new RowFault(-1, RowFaults.HalfCharacter);
        }
    }
}
