using CsCheck;
using Matching.Vectors;

namespace Matching.Tests.Vectors;

public sealed class HalfPrecisionTests
{
    private static readonly Gen<float[]> Vector = Gen.Float[-1, 1].Array[1, 300];

    [Fact]
    public void Every_finite_half_counts_as_what_it_is()
    {
        for (var bits = 0; bits <= ushort.MaxValue; bits++)
        {
            var half = BitConverter.UInt16BitsToHalf((ushort)bits);
            if (!Half.IsFinite(half)) continue;
            Half[] eight = [Half.Zero, half, Half.Zero, Half.Zero, Half.Zero, Half.Zero, Half.Zero, Half.Zero];
            Half[] ones = [.. Enumerable.Repeat(Half.One, 8)];
            Assert.Equal((float)half, HalfPrecision.Dot(eight, ones));
        }
    }

    [Fact]
    public void The_product_is_that_of_a_plain_loop_in_double_precision() => Gen.Select(Vector, Vector).Sample((x, y) =>
    {
        var length = Math.Min(x.Length, y.Length);
        var (left, right) = (HalfPrecision.Round(x.AsSpan(0, length)), HalfPrecision.Round(y.AsSpan(0, length)));
        var plain = left.Zip(right, (a, b) => (double)a * (double)b).Sum();
        Assert.Equal(plain, HalfPrecision.Dot(left, right), 1e-4);
    });

    [Fact]
    public void The_product_of_unit_vectors_is_within_a_thousandth() => Gen.Select(Vector, Vector).Sample((x, y) =>
    {
        var length = Math.Min(x.Length, y.Length);
        var (left, right) = (Unit(x[..length]), Unit(y[..length]));
        var exact = left.Zip(right, (a, b) => (double)a * b).Sum();
        Assert.Equal(exact, HalfPrecision.Dot(HalfPrecision.Round(left), HalfPrecision.Round(right)), 1e-3);
    });

    [Fact]
    public void Vectors_of_two_lengths_have_no_product() =>
        Assert.Throws<ArgumentException>(() => HalfPrecision.Dot(new Half[3], new Half[4]));

    private static float[] Unit(float[] vector)
    {
        var length = Math.Sqrt(vector.Sum(value => (double)value * value));
        return length == 0 ? [1, .. vector[1..]] : [.. vector.Select(value => (float)(value / length))];
    }
}
