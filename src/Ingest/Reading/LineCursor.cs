namespace Matching.Ingest.Reading;

/// <summary>The lines of a text file as bytes, without keeping more than one of them.</summary>
internal sealed class LineCursor(Stream content)
{
    private byte[] buffer = new byte[1 << 16];
    private int start;
    private int end;
    private bool isEnd;

    /// <summary>The number of the current line, from 1.</summary>
    internal long Line { get; private set; }

    /// <summary>The current line without its line break; empty when <see cref="IsTooLong"/>.</summary>
    internal ReadOnlyMemory<byte> Bytes { get; private set; }

    /// <summary>Whether the current line is longer than <see cref="ReadingLimits.RecordBytes"/>; it is passed over.</summary>
    internal bool IsTooLong { get; private set; }

    /// <summary>Goes to the next line.</summary>
    internal bool Read()
    {
        IsTooLong = false;
        var searched = 0;
        while (true)
        {
            var length = buffer.AsSpan(start + searched, end - start - searched).IndexOf((byte)'\n');
            if (length >= 0) return Take(searched + length, searched + length + 1);
            if (isEnd) return (end > start || IsTooLong) && Take(end - start, end - start);
            searched = end - start;
            if (searched > ReadingLimits.RecordBytes) searched = PassOver();
            Fill();
        }
    }

    private bool Take(int length, int taken)
    {
        Line++;
        var line = buffer.AsMemory(start, length);
        start += taken;
        Bytes = IsTooLong ? default : line.Length > 0 && line.Span[^1] == '\r' ? line[..^1] : line;
        return true;
    }

    private int PassOver()
    {
        IsTooLong = true;
        start = end;
        return 0;
    }

    private void Fill()
    {
        buffer.AsSpan(start, end - start).CopyTo(buffer);
        (start, end) = (0, end - start);
        if (end == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
        var read = content.Read(buffer.AsSpan(end));
        isEnd = read == 0;
        end += read;
    }
}
