using CsCheck;
using Matching.Words;

namespace Matching.Tests.Words;

public sealed class TextVectorIndexTests
{
    [Fact]
    public void A_need_and_an_offer_have_the_cosine_of_their_vectors()
    {
        var index = TextVectorIndex.Build(Of(("elnät", [0.6f, 0.8f])), Of(("kraft", [0.8f, 0.6f]), ("tuba", [-0.6f, -0.8f])));
        Assert.Equal(0.96, index.Cosine("elnät", "kraft")!.Value, 1e-6);
        Assert.Equal(-1, index.Cosine("elnät", "tuba")!.Value, 1e-6);
        Assert.Equal((2, 3), (index.Dimensions, index.Count));
    }

    [Fact]
    public void A_text_without_a_vector_has_no_cosine()
    {
        var index = TextVectorIndex.Build(Of(("elnät", [1, 0])), Of(("kraft", [1, 0])));
        Assert.Null(index.Cosine("elnät", "okänd"));
        Assert.Null(index.Cosine("okänd", "kraft"));
        Assert.Null(index.Cosine("kraft", "elnät"));
        Assert.Null(index.Cosine("ELNÄT", "kraft"));
        Assert.Null(TextVectorIndex.Empty.Cosine("elnät", "kraft"));
    }

    [Fact]
    public void One_text_may_be_read_otherwise_as_a_need_than_as_an_offer()
    {
        var index = TextVectorIndex.Build(Of(("bostäder", [1, 0])), Of(("bostäder", [0, 1])));
        Assert.Equal(0, index.Cosine("bostäder", "bostäder"));
    }

    [Fact]
    public void What_is_changed_outside_does_not_change_the_index()
    {
        float[] vector = [1, 0];
        var index = TextVectorIndex.Build(Of(("a", vector)), Of(("b", [1, 0])));
        vector[0] = -1;
        Assert.Equal(1, index.Cosine("a", "b"));
    }

    [Fact]
    public void Vectors_of_two_lengths_or_not_of_length_one_are_refused()
    {
        Assert.Throws<ArgumentException>(() => TextVectorIndex.Build(Of(("a", [1, 0])), Of(("b", [1]))));
        Assert.Throws<ArgumentException>(() => TextVectorIndex.Build(Of(("a", [1, 1])), Of()));
        Assert.Throws<ArgumentException>(() => TextVectorIndex.Build(Of(("a", [0, 0])), Of()));
        Assert.Throws<ArgumentException>(() => TextVectorIndex.Build(Of(), Of(("a", [float.NaN, 0]))));
        Assert.Throws<ArgumentException>(() => TextVectorIndex.Build(Of(("a", [])), Of()));
    }

    [Fact]
    public void The_kernel_equals_the_plain_loop_at_every_length() =>
        Gen.Int[0, 70].SelectMany(n => Gen.Select(Gen.Float[-1, 1].Array[n], Gen.Float[-1, 1].Array[n])).Sample((x, y) =>
        {
            var plain = 0.0;
            for (var i = 0; i < x.Length; i++) plain += (double)x[i] * y[i];
            Assert.Equal(plain, TextVectorIndex.Dot(x, y), 1e-4);
        });

    [Fact]
    public void The_cosine_lies_in_minus_one_to_one_and_that_of_equal_vectors_is_one() =>
        Gen.Float[-1, 1].Array[1, 40].Where(x => x.Any(value => Math.Abs(value) > 0.01f)).Sample(x =>
        {
            var norm = (float)Math.Sqrt(x.Sum(value => (double)value * value));
            var unit = Array.ConvertAll(x, value => value / norm);
            var cosine = TextVectorIndex.Build(Of(("a", unit)), Of(("b", unit))).Cosine("a", "b")!.Value;
            Assert.InRange(cosine, 1 - 1e-5, 1);
        });

    private static Dictionary<string, float[]> Of(params (string Text, float[] Vector)[] vectors) =>
        vectors.ToDictionary(one => one.Text, one => one.Vector);
}
