using System.Security.Cryptography;
using Microsoft.Extensions.AI;
using Microsoft.ML.OnnxRuntime;

namespace Matching.Ingest.Building;

/// <summary>Vectors from a model file on this machine: one session for all threads, mean pooling, length 1.</summary>
internal sealed class OnnxEmbeddings : IEmbeddingGenerator<string, Embedding<float>>
{
    // Both layouts were trained on positions up to 512.
    private const int MostTokens = 512;

    private const string ModelFile = "model.onnx", PiecesFile = "sentencepiece.bpe.model", VocabularyFile = "vocab.txt";
    private const string Ids = "input_ids", Mask = "attention_mask", Types = "token_type_ids", Hidden = "last_hidden_state";

    private readonly InferenceSession session;
    private readonly ITextTokens tokens;
    private readonly RunOptions run = new();

    private OnnxEmbeddings(InferenceSession session, ITextTokens tokens, string fingerprint)
    {
        this.session = session;
        this.tokens = tokens;
        Fingerprint = fingerprint;
    }

    /// <summary>Tells one pair of model and token files from another: 16 hexadecimal digits of their SHA-256.</summary>
    internal string Fingerprint { get; }

    /// <summary>What the model was trained to see before needs and offers.</summary>
    internal (string Need, string Offer) Prefixes => tokens.Prefixes;

    /// <exception cref="InvalidDataException">The model has no such inputs and output as a text encoder has.</exception>
    internal static OnnxEmbeddings Open(string folder)
    {
        var model = Path.Combine(folder, ModelFile);
        var (tokens, tokenFile) = ReadTokens(folder);
        var fingerprint = FingerprintOf(model, tokenFile);
        // The runtime reports on models to its maker where a platform has that; what a hub reads is nobody else's business.
        OrtEnv.Instance().DisableTelemetryEvents();
        var session = new InferenceSession(model);
        if (session.InputMetadata.ContainsKey(Ids) && session.InputMetadata.ContainsKey(Mask) && session.OutputMetadata.ContainsKey(Hidden))
            return new OnnxEmbeddings(session, tokens, fingerprint);
        session.Dispose();
        throw new InvalidDataException($"{ModelFile} must have the inputs {Ids} and {Mask} and the output {Hidden}.");
    }

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => Generate([.. values.Select(text => tokens.Encode(text, MostTokens))]), cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
        session.Dispose();
        run.Dispose();
    }

    private GeneratedEmbeddings<Embedding<float>> Generate(int[][] texts)
    {
        if (texts.Length == 0) return [];
        var longest = texts.Max(text => text.Length);
        long[] shape = [texts.Length, longest];
        using var ids = OrtValue.CreateTensorValueFromMemory(Padded(texts, longest, id => id, tokens.Padding), shape);
        using var mask = OrtValue.CreateTensorValueFromMemory(Padded(texts, longest, _ => 1, 0), shape);
        using var types = OrtValue.CreateTensorValueFromMemory(new long[texts.Length * longest], shape);
        var inputs = new Dictionary<string, OrtValue> { [Ids] = ids, [Mask] = mask };
        if (session.InputMetadata.ContainsKey(Types)) inputs[Types] = types;
        using var outputs = session.Run(run, inputs, [Hidden]);
        return Pool(outputs[0].GetTensorDataAsSpan<float>(), texts, longest);
    }

    private static GeneratedEmbeddings<Embedding<float>> Pool(ReadOnlySpan<float> hidden, int[][] texts, int longest)
    {
        var width = hidden.Length / (texts.Length * longest);
        var pooled = new GeneratedEmbeddings<Embedding<float>>(texts.Length);
        for (var i = 0; i < texts.Length; i++)
        {
            var mean = MeanPooling.Mean(hidden.Slice(i * longest * width, longest * width), texts[i].Length, width);
            pooled.Add(new Embedding<float>(MeanPooling.Unit(mean) ?? mean));
        }
        return pooled;
    }

    private static long[] Padded(int[][] texts, int longest, Func<int, long> value, long padding)
    {
        var padded = new long[texts.Length * longest];
        Array.Fill(padded, padding);
        for (var i = 0; i < texts.Length; i++)
        {
            for (var k = 0; k < texts[i].Length; k++) padded[(i * longest) + k] = value(texts[i][k]);
        }
        return padded;
    }

    private static (ITextTokens Tokens, string File) ReadTokens(string folder)
    {
        var pieces = Path.Combine(folder, PiecesFile);
        var vocabulary = Path.Combine(folder, VocabularyFile);
        if (!File.Exists(pieces) && !File.Exists(vocabulary))
            throw new FileNotFoundException($"There is neither {PiecesFile} nor {VocabularyFile} beside {ModelFile}.");
        var file = File.Exists(pieces) ? pieces : vocabulary;
        using var stream = File.OpenRead(file);
        return (file == pieces ? SentencePieceTokens.Read(stream) : WordPieceTokens.Read(stream), file);
    }

    private static string FingerprintOf(params string[] files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
        {
            using var stream = File.OpenRead(file);
            hash.AppendData(SHA256.HashData(stream));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
