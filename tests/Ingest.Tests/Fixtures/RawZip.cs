using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace Matching.Ingest.Tests.Fixtures;

/// <summary>Writes zips as no honest program would: with any name, flag, size and content.</summary>
internal sealed class RawZip
{
    private readonly ArrayBufferWriter<byte> body = new();
    private readonly ArrayBufferWriter<byte> directory = new();
    private int entries;

    internal static byte[] Of(params (string Name, string Text)[] files)
    {
        var zip = new RawZip();
        foreach (var (name, text) in files) zip.Add(name, Encoding.UTF8.GetBytes(text));
        return zip.ToArray();
    }

    internal RawZip Add(string name, byte[] content, bool isEncrypted = false, uint? statedSize = null, uint? checksum = null) =>
        AddPacked(name, Pack(content), statedSize ?? (uint)content.Length, checksum ?? Crc32.HashToUInt32(content), isEncrypted);

    /// <summary>Adds deflated bytes with whatever is said of them.</summary>
    internal RawZip AddPacked(string name, byte[] packed, uint size, uint checksum, bool isEncrypted = false)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        var common = new byte[26];
        BinaryPrimitives.WriteUInt16LittleEndian(common, 20);
        BinaryPrimitives.WriteUInt16LittleEndian(common.AsSpan(2), (ushort)(0x0800 | (isEncrypted ? 1 : 0)));
        BinaryPrimitives.WriteUInt16LittleEndian(common.AsSpan(4), 8);
        BinaryPrimitives.WriteUInt32LittleEndian(common.AsSpan(6), 0x5B6E0000);
        BinaryPrimitives.WriteUInt32LittleEndian(common.AsSpan(10), checksum);
        BinaryPrimitives.WriteUInt32LittleEndian(common.AsSpan(14), (uint)packed.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(common.AsSpan(18), size);
        BinaryPrimitives.WriteUInt16LittleEndian(common.AsSpan(22), (ushort)bytes.Length);
        var offset = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(offset, (uint)body.WrittenCount);

        body.Write("PK\u0003\u0004"u8);
        body.Write(common);
        body.Write(bytes);
        body.Write(packed);

        directory.Write("PK\u0001\u0002"u8);
        directory.Write<byte>([20, 0]);
        directory.Write(common);
        directory.Write(new byte[10]);
        directory.Write(offset);
        directory.Write(bytes);
        entries++;
        return this;
    }

    internal byte[] ToArray(int? statedEntries = null)
    {
        var count = statedEntries ?? entries;
        var end = new byte[22];
        "PK\u0005\u0006"u8.CopyTo(end);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(8), (ushort)Math.Min(count, ushort.MaxValue));
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(10), (ushort)Math.Min(count, ushort.MaxValue));
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(12), (uint)directory.WrittenCount);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(16), (uint)body.WrittenCount);
        return [.. body.WrittenSpan, .. directory.WrittenSpan, .. end];
    }

    /// <summary>Deflates <paramref name="gigabytes"/> of one row, over and over, without ever having them: a block that ends on a byte can be repeated.</summary>
    internal static byte[] PackedGigabytes(int gigabytes)
    {
        const int Piece = 1 << 20;
        var piece = Enumerable.Repeat((byte)'a', Piece).ToArray();
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            deflate.Write(piece);
            deflate.Flush();
            var first = packed.Length;
            deflate.Write(piece);
            deflate.Flush();
            var block = packed.ToArray()[(int)first..];
            for (var i = 2; i < gigabytes * 1024; i++) packed.Write(block);
        }
        return packed.ToArray();
    }

    private static byte[] Pack(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true)) deflate.Write(content);
        return packed.ToArray();
    }
}
