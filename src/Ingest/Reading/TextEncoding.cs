using System.Buffers;
using System.Text;

namespace Matching.Ingest.Reading;

/// <summary>How the letters of a text file are written.</summary>
internal enum TextEncoding
{
    Utf8,

    /// <summary>UTF-8 with bytes in it that are not.</summary>
    Mixed,

    /// <summary>Wholly Windows-1252, as Swedish Excel's plain "CSV" is.</summary>
    Windows1252,
}

/// <summary>Tells the encoding of a whole file.</summary>
internal static class TextEncodings
{
    /// <summary>The code page of older Windows programs in western Europe.</summary>
    internal static Encoding Windows1252 { get; } = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>
    /// Reads <paramref name="content"/> to its end. Text in Windows-1252 has its å, ä and ö as single bytes that UTF-8
    /// does not know, and practically never two letters side by side that would make a UTF-8 sequence; so a file with bad
    /// bytes and not one good sequence is Windows-1252, and one with both was put together from two.
    /// </summary>
    internal static TextEncoding Of(Stream content)
    {
        var buffer = new byte[1 << 16];
        var (kept, good, bad) = (0, 0L, 0L);
        while (true)
        {
            var read = content.ReadAtLeast(buffer.AsSpan(kept), 1, throwOnEndOfStream: false);
            var rest = Count(buffer.AsSpan(0, kept + read), read == 0, ref good, ref bad);
            if (read == 0) break;
            buffer.AsSpan(kept + read - rest, rest).CopyTo(buffer);
            kept = rest;
        }
        return bad == 0 ? TextEncoding.Utf8 : good > 0 ? TextEncoding.Mixed : TextEncoding.Windows1252;
    }

    // Returns how many bytes at the end belong to a sequence that has not ended.
    private static int Count(ReadOnlySpan<byte> bytes, bool isEnd, ref long good, ref long bad)
    {
        while (true)
        {
            var next = bytes.IndexOfAnyExceptInRange((byte)0, (byte)0x7F);
            if (next < 0) return 0;
            bytes = bytes[next..];
            var status = Rune.DecodeFromUtf8(bytes, out _, out var length);
            if (status == OperationStatus.NeedMoreData && !isEnd) return bytes.Length;
            if (status == OperationStatus.Done) good++;
            else bad++;
            bytes = bytes[length..];
        }
    }
}
