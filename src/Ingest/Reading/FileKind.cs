using System.Buffers;
using System.Text;

namespace Matching.Ingest.Reading;

/// <summary>What a file is by its first bytes, whatever its name says.</summary>
internal enum FileKind
{
    Text,
    Empty,
    Utf16,
    Utf32,
    Zip,
    Workbook,
    OldWorkbook,
    Pdf,
    Picture,
    Compressed,
    Database,
    WebPage,
    Xml,
    Rtf,
    Json,
}

/// <summary>Recognises a <see cref="FileKind"/> and says what to do with one that came under another name.</summary>
internal static class FileKinds
{
    private static readonly SearchValues<byte> White = SearchValues.Create(" \t\r\n"u8);

    internal static FileKind Of(ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty) return FileKind.Empty;
        if (OfMark(head) is { } marked) return marked;
        if (head.StartsWith("\uFEFF"u8)) head = head[3..];
        var first = head.IndexOfAnyExcept(White);
        if (first < 0) return head.Length < ReadingLimits.SniffBytes ? FileKind.Empty : FileKind.Text;
        return OfText(head[first..]);
    }

    /// <summary>What the content looks like, for a message: "it looks like …".</summary>
    internal static string Describe(FileKind kind) => kind switch
    {
        FileKind.Empty => "it is empty",
        FileKind.Utf16 => "it is text in UTF-16",
        FileKind.Utf32 => "it is text in UTF-32",
        FileKind.Zip => "it looks like a zip file",
        FileKind.Workbook => "it looks like an Excel workbook (.xlsx)",
        FileKind.OldWorkbook => "it looks like an old Excel workbook (.xls), or one with a password",
        FileKind.Pdf => "it looks like a PDF",
        FileKind.Picture => "it looks like a picture",
        FileKind.Compressed => "it looks like a compressed file (gzip, 7z or rar)",
        FileKind.Database => "it looks like a database",
        FileKind.WebPage => "it looks like a web page (HTML)",
        FileKind.Xml => "it looks like XML",
        FileKind.Rtf => "it looks like rich text (RTF)",
        FileKind.Json => "it looks like JSON",
        _ => "it looks like plain text",
    };

    /// <summary>Refuses content that is not what the name says.</summary>
    /// <exception cref="SourceException">It is something else.</exception>
    internal static void Demand(ImportFormat format, ReadOnlySpan<byte> head)
    {
        var kind = Of(head);
        var right = format switch
        {
            ImportFormat.Csv => kind == FileKind.Text,
            ImportFormat.Jsonl => kind == FileKind.Json && FirstText(head) == (byte)'{',
            _ => kind is FileKind.Workbook or FileKind.Zip,
        };
        if (!right) throw new SourceException($"the file cannot be read as {Name(format)}: {Describe(kind)}. {Remedy(format, kind)}");
    }

    /// <summary>Refuses content that is no zip.</summary>
    /// <exception cref="SourceException">It is something else.</exception>
    internal static void DemandZip(ReadOnlySpan<byte> head)
    {
        var kind = Of(head);
        if (kind == FileKind.Workbook) throw new SourceException("the file is an Excel workbook. Rename it to .xlsx");
        if (kind != FileKind.Zip)
        {
            throw new SourceException($"the file cannot be read as a zip: {Describe(kind)}. Rename it to what it is, or make the zip anew");
        }
    }

    private static string Name(ImportFormat format) => format switch
    {
        ImportFormat.Csv => "CSV",
        ImportFormat.Jsonl => "JSON lines",
        _ => "an Excel workbook",
    };

    private static string Remedy(ImportFormat format, FileKind kind) => (format, kind) switch
    {
        (_, FileKind.Empty) => "Write at least the header line",
        (_, FileKind.Utf16 or FileKind.Utf32) => "Save it as CSV UTF-8",
        (ImportFormat.Csv, FileKind.Workbook) => "Rename it to .xlsx, or save it as CSV UTF-8",
        (_, FileKind.Zip) => "Rename it to .zip, or unpack it",
        (ImportFormat.Csv, FileKind.Json) => "Rename it to .jsonl if it has one object a line",
        (ImportFormat.Jsonl, FileKind.Json) => "Write one object a line, without the [ ] around them",
        (ImportFormat.Jsonl or ImportFormat.Xlsx, FileKind.Text) => "Rename it to .csv if it is one, or save it anew",
        _ => "Open it in the program that made it and save it as CSV UTF-8 or .xlsx",
    };

    private static FileKind? OfMark(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("PK\u0003\u0004"u8) || head.StartsWith("PK\u0005\u0006"u8)) return OfZip(head);
        if (head.StartsWith(Encoding.UTF32.Preamble) || head.StartsWith<byte>([0, 0, 0xFE, 0xFF])) return FileKind.Utf32;
        if (head.StartsWith<byte>([0xFF, 0xFE]) || head.StartsWith<byte>([0xFE, 0xFF])) return FileKind.Utf16;
        if (head.StartsWith<byte>([0xD0, 0xCF, 0x11, 0xE0])) return FileKind.OldWorkbook;
        if (head.StartsWith("%PDF"u8)) return FileKind.Pdf;
        if (head.StartsWith<byte>([0x89, 0x50, 0x4E, 0x47]) || head.StartsWith("GIF8"u8) || head.StartsWith<byte>([0xFF, 0xD8, 0xFF]))
        {
            return FileKind.Picture;
        }
        if (head.StartsWith<byte>([0x1F, 0x8B]) || head.StartsWith<byte>([0x37, 0x7A, 0xBC, 0xAF]) || head.StartsWith("Rar!"u8))
        {
            return FileKind.Compressed;
        }
        if (head.StartsWith("SQLite format 3\0"u8)) return FileKind.Database;
        return LooksLikeUtf16(head) ? FileKind.Utf16 : null;
    }

    // Every workbook names its parts in this entry, and every writer puts it, or the folder of relations, first.
    private static FileKind OfZip(ReadOnlySpan<byte> head) =>
        head.IndexOf("[Content_Types].xml"u8) >= 0 || head.IndexOf("_rels/.rels"u8) >= 0 || head.IndexOf("xl/"u8) >= 0 ? FileKind.Workbook : FileKind.Zip;

    // UTF-16 without its mark: every other byte of a header line is NUL.
    private static bool LooksLikeUtf16(ReadOnlySpan<byte> head)
    {
        if (head.Length < 8) return false;
        var start = head[..8];
        return start is [not 0, 0, not 0, 0, not 0, 0, not 0, 0] or [0, not 0, 0, not 0, 0, not 0, 0, not 0];
    }

    private static FileKind OfText(ReadOnlySpan<byte> text) => text[0] switch
    {
        (byte)'<' => StartsWithAny(text, "<?xml", "<!--") ? FileKind.Xml : FileKind.WebPage,
        (byte)'{' => text.StartsWith("{\\rtf"u8) ? FileKind.Rtf : FileKind.Json,
        (byte)'[' => FileKind.Json,
        _ => FileKind.Text,
    };

    private static bool StartsWithAny(ReadOnlySpan<byte> text, params ReadOnlySpan<string> starts)
    {
        foreach (var start in starts)
        {
            if (text.StartsWith(Encoding.ASCII.GetBytes(start))) return true;
        }
        return false;
    }

    private static byte FirstText(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("\uFEFF"u8)) head = head[3..];
        var first = head.IndexOfAnyExcept(White);
        return first < 0 ? (byte)0 : head[first];
    }
}
