namespace Matching.Ingest.Reading;

/// <summary>A stream as it would be without its damaged stretches.</summary>
internal sealed class StreamWithoutStretches(Stream content, IReadOnlyList<DamagedStretch> stretches) : Stream
{
    private int next;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        while (next < stretches.Count && content.Position >= stretches[next].Start) content.Position = stretches[next++].End;
        if (next < stretches.Count) buffer = buffer[..(int)Math.Min(buffer.Length, stretches[next].Start - content.Position)];
        return content.Read(buffer);
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
