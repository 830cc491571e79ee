using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Matching.Storage;

/// <summary>
/// Half of the SHA-256 of a row's values, by which rows are told apart without being kept: two that differ have the same
/// one with a probability of 2⁻¹²⁸. Values that SQL holds for the same have the same one.
/// </summary>
internal sealed class RowDigest
{
    private readonly ArrayBufferWriter<byte> buffer = new();

    private enum Tag : byte
    {
        Null,
        Text,
        Bytes,
        Real,
        Whole,
    }

    public UInt128 Of(ReadOnlySpan<object?> values)
    {
        buffer.ResetWrittenCount();
        foreach (var value in values) Write(value);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(buffer.WrittenSpan, hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    private void Write(object? value)
    {
        switch (value)
        {
            case null or DBNull: Write(Tag.Null, 0); break;
            case string text: Write(Tag.Text, Encoding.UTF8.GetBytes(text)); break;
            case byte[] bytes: Write(Tag.Bytes, bytes); break;
            // Adding zero makes of the negative zero the one that it equals.
            case double real: Write(Tag.Real, BitConverter.DoubleToInt64Bits(real + 0.0)); break;
            case short or int or long: Write(Tag.Whole, Convert.ToInt64(value, null)); break;
            default: throw new ArgumentException($"No column holds a {value.GetType()}.", nameof(value));
        }
    }

    private void Write(Tag tag, byte[] bytes)
    {
        Write(tag, bytes.Length);
        buffer.Write(bytes);
    }

    private void Write(Tag tag, long number)
    {
        var span = buffer.GetSpan(1 + sizeof(long));
        span[0] = (byte)tag;
        BinaryPrimitives.WriteInt64LittleEndian(span[1..], number);
        buffer.Advance(1 + sizeof(long));
    }
}
