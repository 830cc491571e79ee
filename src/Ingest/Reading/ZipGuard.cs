using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using Matching.Ingest.Wording;

namespace Matching.Ingest.Reading;

/// <summary>How much a zip may still unpack, counted on what comes out of it: the sizes that it states may lie.</summary>
internal sealed class UnpackBudget
{
    private long left = ReadingLimits.UnpackedBytes;

    /// <exception cref="SourceException">It is spent.</exception>
    internal void Spend(int bytes)
    {
        left -= bytes;
        if (left < 0)
        {
            throw new SourceException($"the zip unpacks to more than {ReadingLimits.UnpackedBytes >> 30} GiB and was not read. Divide it into several");
        }
    }
}

/// <summary>Opens zip files that nobody can vouch for.</summary>
internal static class ZipGuard
{
    private const int EndLength = 22;
    private const int LongestComment = ushort.MaxValue;

    /// <summary>Opens the archive after looking at its list of entries; <paramref name="content"/> stays open.</summary>
    /// <exception cref="SourceException">It is damaged, encrypted, has too many entries, or an entry that would leave its folder.</exception>
    internal static ZipArchive Open(Stream content)
    {
        CheckDirectory(content);
        content.Position = 0;
        var archive = Guarded(() => new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true));
        try
        {
            foreach (var entry in Guarded(() => archive.Entries)) CheckEntry(entry);
            return archive;
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    /// <summary>The entry's content, counted and checked while it is read.</summary>
    internal static Stream Read(ZipArchiveEntry entry, UnpackBudget budget) => Guarded(() => new GuardedEntry(entry, entry.Open(), budget));

    /// <summary>The path of an entry, with slashes: some Windows programs write backslashes.</summary>
    internal static string PathOf(ZipArchiveEntry entry) => entry.FullName.Replace('\\', '/');

    /// <summary>Does <paramref name="act"/>, and says of a damaged archive that it is one.</summary>
    internal static T Guarded<T>(Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException or NotSupportedException or ArgumentException or OverflowException)
        {
            throw Damaged(broken);
        }
    }

    private static SourceException Damaged(Exception? broken = null) => broken is null
        ? new SourceException("the zip is damaged. Make it anew, or send the files in it")
        : new SourceException("the zip is damaged. Make it anew, or send the files in it", broken);

    // The list of entries is read whole into memory when an archive is opened, so its size is looked at before.
    private static void CheckDirectory(Stream content)
    {
        var tail = Tail(content);
        var end = tail.LastIndexOf("PK\u0005\u0006"u8);
        if (end < 0 || tail.Length - end < EndLength) throw Damaged();
        var (entries, directory) = IsLong(tail[end..]) ? LongEnd(content, tail, end) : ShortEnd(tail[end..]);
        if (entries > ReadingLimits.ZipEntries) throw TooMany(entries);
        var length = content.Length - tail.Length + end - directory;
        if (length is < 0 or > ReadingLimits.ZipDirectoryBytes)
        {
            throw new SourceException("the zip's list of entries is longer than any honest one. Make it anew");
        }
    }

    private static ReadOnlySpan<byte> Tail(Stream content)
    {
        // The record of a long archive and its pointer stand before the end record.
        var tail = new byte[(int)Math.Min(content.Length, LongestComment + EndLength + 20 + 56)];
        content.Position = content.Length - tail.Length;
        content.ReadExactly(tail);
        return tail;
    }

    private static SourceException TooMany(ulong entries) => new(
        $"the zip has {entries:N0} entries, and at most {ReadingLimits.ZipEntries:N0} are read. Leave out what is no table");

    // Fields of the end record that are all ones stand in the longer record of zip64 instead.
    private static bool IsLong(ReadOnlySpan<byte> end) =>
        BinaryPrimitives.ReadUInt16LittleEndian(end[10..]) == ushort.MaxValue || BinaryPrimitives.ReadUInt32LittleEndian(end[16..]) == uint.MaxValue;

    private static (ulong Entries, long Directory) ShortEnd(ReadOnlySpan<byte> end) =>
        (BinaryPrimitives.ReadUInt16LittleEndian(end[10..]), BinaryPrimitives.ReadUInt32LittleEndian(end[16..]));

    private static (ulong Entries, long Directory) LongEnd(Stream content, ReadOnlySpan<byte> tail, int end)
    {
        if (end < 20 || !tail[(end - 20)..].StartsWith("PK\u0006\u0007"u8)) throw Damaged();
        var at = BinaryPrimitives.ReadUInt64LittleEndian(tail[(end - 20 + 8)..]);
        if (at > (ulong)content.Length - 56) throw Damaged();
        var record = new byte[56];
        content.Position = (long)at;
        content.ReadExactly(record);
        if (!record.AsSpan().StartsWith("PK\u0006\u0006"u8)) throw Damaged();
        var directory = BinaryPrimitives.ReadUInt64LittleEndian(record.AsSpan(48));
        return (BinaryPrimitives.ReadUInt64LittleEndian(record.AsSpan(32)), directory > long.MaxValue ? throw Damaged() : (long)directory);
    }

    private static void CheckEntry(ZipArchiveEntry entry)
    {
        var path = PathOf(entry);
        if (path.StartsWith('/') || path.Contains(':', StringComparison.Ordinal) || path.Split('/').Contains("..") || path.Contains('\0', StringComparison.Ordinal))
        {
            throw new SourceException($"the zip has an entry that points outside its folder ({Quotes.Of(entry.FullName)}) and was not read. Make it anew from the folder itself");
        }
        if (entry.IsEncrypted)
        {
            throw new SourceException($"the zip is encrypted ({Quotes.Of(entry.FullName)}). Make it anew without a password");
        }
    }

    /// <summary>One entry's bytes, with their number, ratio and checksum watched.</summary>
    private sealed class GuardedEntry(ZipArchiveEntry entry, Stream inner, UnpackBudget budget) : Stream
    {
        private readonly Crc32 checksum = new();
        private long unpacked;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => unpacked;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var read = ReadInner(buffer);
            if (read == 0 && !buffer.IsEmpty) CheckEnd();
            checksum.Append(buffer[..read]);
            unpacked += read;
            budget.Spend(read);
            if (unpacked > ReadingLimits.ZipRatioFrom && unpacked / ReadingLimits.ZipRatio > entry.CompressedLength) throw TooDense();
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }

        private int ReadInner(Span<byte> buffer)
        {
            try
            {
                return inner.Read(buffer);
            }
            catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException or NotSupportedException)
            {
                throw Damaged(broken);
            }
        }

        // An entry whose stated size is too small ends early and looks whole: only its checksum tells.
        private void CheckEnd()
        {
            if (checksum.GetCurrentHashAsUInt32() != entry.Crc32 || unpacked != entry.Length)
            {
                throw new SourceException($"the zip is damaged: {Quotes.Of(entry.FullName)} is not what the zip says of it. Make it anew");
            }
        }

        private SourceException TooDense() => new(
            $"the zip's {Quotes.Of(entry.FullName)} unpacks to more than {ReadingLimits.ZipRatio} times its size and was not read. Send the file itself");
    }
}
