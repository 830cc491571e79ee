namespace Matching.Ingest.Reading;

/// <summary>What must be known of a CSV file before its rows can be read.</summary>
/// <param name="Start">Where the header line begins, in bytes.</param>
/// <param name="FirstLine">The number of the header line; 2 when Excel's <c>sep=;</c> stands before it.</param>
/// <param name="Separator">Comma or semicolon.</param>
/// <param name="Encoding">How its letters are written.</param>
/// <param name="Damaged">The stretches that cannot be split into records.</param>
internal sealed record CsvLayout(long Start, long FirstLine, char Separator, TextEncoding Encoding, IReadOnlyList<DamagedStretch> Damaged)
{
    /// <summary>Reads <paramref name="content"/> through, twice at most, without keeping it.</summary>
    /// <exception cref="SourceException">It is something else than CSV.</exception>
    internal static CsvLayout Of(Stream content)
    {
        var head = Head(content);
        FileKinds.Demand(ImportFormat.Csv, head);
        var (start, firstLine, separator) = Header(head);
        content.Position = 0;
        var encoding = TextEncodings.Of(content);
        content.Position = start;
        return new CsvLayout(start, firstLine, separator, encoding, QuoteScan.Of(content, separator).Select(Moved(firstLine - 1)).ToList());
    }

    private static Func<DamagedStretch, DamagedStretch> Moved(long lines) => stretch => stretch with { Line = stretch.Line + lines };

    internal static ReadOnlySpan<byte> Head(Stream content)
    {
        content.Position = 0;
        var head = new byte[ReadingLimits.SniffBytes];
        return head.AsSpan(0, content.ReadAtLeast(head, head.Length, throwOnEndOfStream: false));
    }

    private static (long Start, long Line, char Separator) Header(ReadOnlySpan<byte> head)
    {
        var start = head.StartsWith("\uFEFF"u8) ? 3 : 0;
        var firstLine = 1;
        if (HintLength(head[start..]) is > 0 and var hint)
        {
            start += hint;
            firstLine = 2;
        }
        return (start, firstLine, SeparatorOf(head[start..]));
    }

    // Excel writes and obeys a first line "sep=;".
    private static int HintLength(ReadOnlySpan<byte> head)
    {
        if (!head.StartsWith("sep="u8) || head.Length < 6) return 0;
        if (head[5] == '\n') return 6;
        return head[5] == '\r' ? head.Length > 6 && head[6] == '\n' ? 7 : 6 : 0;
    }

    private static char SeparatorOf(ReadOnlySpan<byte> head)
    {
        var (commas, semicolons, isQuoted) = (0, 0, false);
        foreach (var value in head)
        {
            if (value == '"') isQuoted = !isQuoted;
            else if (!isQuoted && value is (byte)'\n' or (byte)'\r' && commas + semicolons > 0) break;
            else if (!isQuoted && value == ',') commas++;
            else if (!isQuoted && value == ';') semicolons++;
        }
        return semicolons > commas ? ';' : ',';
    }
}
