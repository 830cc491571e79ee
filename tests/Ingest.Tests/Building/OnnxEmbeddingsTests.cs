using CsCheck;
using Matching.Ingest.Building;
using Microsoft.Extensions.AI;

namespace Matching.Ingest.Tests.Building;

public sealed class OnnxEmbeddingsTests : IDisposable
{
    // 3 of SentencePiece's own and 7 more, shifted by one, make 11; nothing but the model's own numbers reaches row 1, which pads.
    private static readonly string[] Pieces = ["▁elnät", "▁bostad", "▁och", "▁kö", "n", "▁query:", "▁passage:"];
    private static readonly string[] Vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "Elnät", "elnät", "bo", "##stad", "kö", "ko"];

    private static readonly float[][] Table = [.. Enumerable.Range(0, 11).Select(i => Enumerable.Range(0, 5).Select(k => MathF.Sin((7 * i) + (3 * k) + 1)).ToArray())];

    private readonly string folder = Directory.CreateTempSubdirectory("matching-model-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("elnät och bostad", new[] { 0, 4, 6, 5, 2 })]
    [InlineData("kön", new[] { 0, 7, 8, 2 })]
    [InlineData("query: elnät", new[] { 0, 9, 4, 2 })]
    [InlineData("", new[] { 0, 2 })]
    public async Task A_piece_of_e5_has_its_number_shifted_by_one_between_begin_and_end(string text, int[] ids)
    {
        ModelFiles.WriteE5(folder, Table, Pieces);
        using var model = OnnxEmbeddings.Open(folder);
        Assert.Equal(PlainUnit(ids), await VectorAsync(model, text), Near);
        Assert.Equal(("query: ", "passage: "), model.Prefixes);
    }

    [Fact]
    public async Task What_e5_does_not_know_is_its_unknown_and_not_its_padding()
    {
        ModelFiles.WriteE5(folder, Table, Pieces);
        using var model = OnnxEmbeddings.Open(folder);
        Assert.Equal(PlainUnit([0, 7, 8, 3, 2]), await VectorAsync(model, "kön漢"), Near);
    }

    [Theory]
    [InlineData("Elnät", new[] { 2, 5, 3 })]
    [InlineData("elnät", new[] { 2, 6, 3 })]
    [InlineData("kö", new[] { 2, 9, 3 })]
    [InlineData("ko", new[] { 2, 10, 3 })]
    [InlineData("bostad okänd", new[] { 2, 7, 8, 1, 3 })]
    public async Task A_swedish_bert_tells_capitals_and_letters_with_marks_apart(string text, int[] ids)
    {
        ModelFiles.WriteBert(folder, Table, Vocabulary);
        using var model = OnnxEmbeddings.Open(folder);
        Assert.Equal(PlainUnit(ids), await VectorAsync(model, text), Near);
        Assert.Equal(("", ""), model.Prefixes);
    }

    [Fact]
    public async Task A_text_has_one_vector_whatever_stands_beside_it_in_the_batch()
    {
        ModelFiles.WriteE5(folder, Table, Pieces);
        using var model = OnnxEmbeddings.Open(folder);
        string[] texts = ["elnät", "elnät och bostad och elnät och kön", "", "bostad"];
        var together = await model.GenerateAsync(texts, cancellationToken: Ct);
        foreach (var (text, one) in texts.Zip(together)) Assert.Equal(await VectorAsync(model, text), one.Vector.ToArray(), Near);
    }

    [Fact]
    public async Task Of_a_long_text_the_first_512_tokens_are_read()
    {
        ModelFiles.WriteE5(folder, Table, Pieces);
        using var model = OnnxEmbeddings.Open(folder);
        var text = string.Join(' ', Enumerable.Repeat("elnät", 300).Concat(Enumerable.Repeat("bostad", 2000)));
        int[] ids = [0, .. Enumerable.Repeat(4, 300), .. Enumerable.Repeat(5, 210), 2];
        Assert.Equal(PlainUnit(ids), await VectorAsync(model, text), Near);
    }

    [Fact]
    public async Task Any_number_of_threads_share_one_session()
    {
        ModelFiles.WriteBert(folder, Table, Vocabulary);
        using var model = OnnxEmbeddings.Open(folder);
        var expected = await VectorAsync(model, "bostad elnät");
        var all = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => VectorAsync(model, "bostad elnät"))));
        Assert.All(all, vector => Assert.Equal(expected, vector));
    }

    [Fact]
    public void Another_model_and_other_tokens_have_another_fingerprint()
    {
        ModelFiles.WriteBert(folder, Table, Vocabulary);
        string[] prints = [FingerprintNow(), FingerprintNow()];
        ModelFiles.WriteBert(folder, Table, [.. Vocabulary, "till"]);
        prints = [.. prints, FingerprintNow()];
        ModelFiles.WriteBert(folder, [.. Table.Reverse()], [.. Vocabulary, "till"]);
        prints = [.. prints, FingerprintNow()];
        Assert.Equal(prints[0], prints[1]);
        Assert.Equal(3, prints.Distinct().Count());
    }

    [Fact]
    public void What_is_missing_or_no_model_is_told_with_the_setting_and_the_folder()
    {
        Assert.Contains("neither sentencepiece.bpe.model nor vocab.txt", Complaint(), StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(folder, "vocab.txt"), string.Join('\n', Vocabulary));
        Assert.Contains("model.onnx", Complaint(), StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(folder, "model.onnx"), "no model");
        Assert.Contains(folder, Complaint(), StringComparison.Ordinal);
        ModelFiles.WriteModel(folder, Table, withTypes: false, output: "logits");
        Assert.Contains("the output last_hidden_state", Complaint(), StringComparison.Ordinal);
        ModelFiles.WriteBert(folder, Table, "only", "words");
        Assert.Contains(folder, Complaint(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_mean_and_its_length_are_those_of_plain_loops() =>
        Gen.Select(Gen.Int[1, 6], Gen.Int[1, 9], Gen.Int[0, 3]).SelectMany((count, width, padding) =>
            Gen.Select(Gen.Const(count), Gen.Const(width), Gen.Float[-3, 3].Array[(count + padding) * width])).Sample((count, width, rows) =>
        {
            var mean = MeanPooling.Mean(rows, count, width);
            for (var k = 0; k < width; k++)
            {
                var sum = 0.0;
                for (var row = 0; row < count; row++) sum += rows[(row * width) + k];
                Assert.Equal(sum / count, mean[k], 1e-5);
            }
            if (mean.All(value => value == 0)) Assert.Null(MeanPooling.Unit(mean));
            else Assert.Equal(1, MeanPooling.Unit(mean)!.Sum(value => (double)value * value), 1e-5);
        });

    [Fact]
    public void A_vector_without_a_direction_or_with_a_value_that_is_no_number_has_no_unit()
    {
        Assert.Null(MeanPooling.Unit([0, 0]));
        Assert.Null(MeanPooling.Unit([1, float.NaN]));
        Assert.Null(MeanPooling.Unit([float.PositiveInfinity, 1]));
        Assert.Null(MeanPooling.Unit([]));
        Assert.Equal([0.6f, 0.8f], MeanPooling.Unit([3e30f, 4e30f])!, Near);
        Assert.Equal([0.6f, 0.8f], MeanPooling.Unit([3e-30f, 4e-30f])!, Near);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static bool Near(float x, float y) => Math.Abs(x - y) < 1e-5;

    private static async Task<float[]> VectorAsync(OnnxEmbeddings model, string text) => (await model.GenerateAsync([text], cancellationToken: Ct))[0].Vector.ToArray();

    private static float[] PlainUnit(int[] ids)
    {
        var sums = new double[Table[0].Length];
        foreach (var id in ids)
        {
            for (var k = 0; k < sums.Length; k++) sums[k] += Table[id][k];
        }
        var norm = Math.Sqrt(sums.Sum(sum => sum * sum));
        return Array.ConvertAll(sums, sum => (float)(sum / norm));
    }

    private string FingerprintNow()
    {
        using var model = OnnxEmbeddings.Open(folder);
        return model.Fingerprint;
    }

    private string Complaint()
    {
        var options = EmbeddingOptions.Read([new("Kind", "onnx"), new("Path", folder)]);
        var complaint = Assert.Throws<EmbeddingOptionsException>(() => EmbeddingModel.Open(options));
        Assert.Equal("Path", complaint.Setting);
        return complaint.Message;
    }
}
