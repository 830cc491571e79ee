using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Matching.Vectors;

/// <summary>Vectors kept in half precision (IEEE 754 binary16): half the room, and the inner product of two unit vectors within 0.001 of the exact one.</summary>
/// <remarks>
/// Each number is rounded by a share of 2⁻¹¹ at most, and by 2⁻²⁵ where it is smaller than 2⁻¹⁴; by Cauchy and Schwarz two unit vectors of d
/// numbers then differ in inner product by at most 2·2⁻¹¹ + 2·2⁻²⁵·√d, and a little more by the sum in single precision.
/// </remarks>
public static class HalfPrecision
{
    private const int Lanes = 8;

    // Bits of a half, moved to where a single has its exponent, say a number that is too small by the difference of the biases, 127 − 15.
    private const float Bias = 5.192296858534828e33f;

    /// <summary>Each number rounded to the nearest, ties to even.</summary>
    public static Half[] Round(ReadOnlySpan<float> vector)
    {
        var rounded = new Half[vector.Length];
        for (var i = 0; i < rounded.Length; i++) rounded[i] = (Half)vector[i];
        return rounded;
    }

    /// <summary>The inner product, summed in single precision in one order on any hardware.</summary>
    /// <exception cref="ArgumentException">The two differ in length.</exception>
    public static float Dot(ReadOnlySpan<Half> left, ReadOnlySpan<Half> right)
    {
        if (left.Length != right.Length) throw new ArgumentException($"A vector has {right.Length} numbers and another {left.Length}.", nameof(right));
        var lanes = Vector256<float>.Zero;
        var x = MemoryMarshal.Cast<Half, Vector128<ushort>>(left);
        var y = MemoryMarshal.Cast<Half, Vector128<ushort>>(right);
        for (var i = 0; i < x.Length; i++) lanes += Widen(x[i]) * Widen(y[i]);
        var sum = 0f;
        for (var lane = 0; lane < Lanes; lane++) sum += lanes[lane];
        for (var i = x.Length * Lanes; i < left.Length; i++) sum += (float)left[i] * (float)right[i];
        return sum;
    }

    // Finite numbers alone: no vector of length 1 has another. (float)half says the same, a number at a time.
    private static Vector256<float> Widen(Vector128<ushort> halves)
    {
        var bits = Vector256.Create(Vector128.WidenLower(halves), Vector128.WidenUpper(halves));
        var size = ((bits & Vector256.Create(0x7FFFu)) << 13).AsSingle() * Vector256.Create(Bias);
        return (size.AsUInt32() | ((bits & Vector256.Create(0x8000u)) << 16)).AsSingle();
    }
}
