using System.Globalization;
using Matching.Ingest.Wording;
using Matching.Storage;

namespace Matching.Ingest.Building;

/// <summary>Where vectors of texts come from.</summary>
public enum EmbeddingKind
{
    /// <summary>Nowhere: texts are compared by their words alone.</summary>
    None,

    /// <summary>A model file on this machine, which no text leaves.</summary>
    Onnx,

    /// <summary>An Ollama server.</summary>
    Ollama,

    /// <summary>OpenAI, or a server that answers as it does.</summary>
    OpenAI,
}

/// <summary>A setting of the embeddings is wrong. The message begins with the setting's name and says what would be right.</summary>
public sealed class EmbeddingOptionsException : Exception
{
    public EmbeddingOptionsException(string setting, string message) : base($"{setting}: {message}") => Setting = setting;

    /// <summary>The setting, as <c>Dimensions</c> or <c>Prefixes:Need</c>.</summary>
    public string Setting { get; }
}

/// <summary>Which model reads profile texts, and which of them. Off unless somebody has chosen a kind.</summary>
// A class and not a record: a record would write the key out with everything else.
public sealed class EmbeddingOptions
{
    private const string FieldsSetting = "Fields", NeedPrefixSetting = "Prefixes:Need", OfferPrefixSetting = "Prefixes:Offer";

    // The longest vectors of models in use are of 4096 numbers; OpenAI takes at most 2048 texts in a request.
    private const int MostDimensions = 8192;
    private const int MostInBatch = 2048;

    private static readonly Dictionary<string, ProfileFields> FieldNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["challenges"] = ProfileFields.Challenges,
        ["skills"] = ProfileFields.Skills,
        ["interests"] = ProfileFields.Interests,
        ["contact_for"] = ProfileFields.ContactFor,
        ["remit"] = ProfileFields.Remit,
        ["keywords"] = ProfileFields.Keywords,
    };

    private static readonly string[] Known =
        [nameof(Kind), nameof(Model), nameof(Path), nameof(Endpoint), nameof(ApiKey), nameof(Dimensions), nameof(BatchSize), nameof(Questions), NeedPrefixSetting, OfferPrefixSetting, FieldsSetting];

    private EmbeddingOptions()
    {
    }

    /// <summary>Without a model.</summary>
    public static EmbeddingOptions Off { get; } = new();

    public EmbeddingKind Kind { get; private init; }

    /// <summary>The model's name at the server.</summary>
    public string? Model { get; private init; }

    /// <summary>The folder with <c>model.onnx</c>, and beside it <c>sentencepiece.bpe.model</c> (E5) or <c>vocab.txt</c> (BERT).</summary>
    public string? Path { get; private init; }

    /// <summary>The server's address; the kind's own when null.</summary>
    public Uri? Endpoint { get; private init; }

    /// <summary>Never logged and never part of a message.</summary>
    public string? ApiKey { get; private init; }

    /// <summary>How many numbers a vector has, 1 to 8192; null takes what the model gives. OpenAI is asked for that many.</summary>
    public int? Dimensions { get; private init; }

    /// <summary>Texts a request, 1 to 2048.</summary>
    public int BatchSize { get; private init; } = 32;

    /// <summary>What stands before a need when the model reads it; null means as the model's kind was trained.</summary>
    public string? NeedPrefix { get; private init; }

    /// <summary>What stands before an offer; null means as the model's kind was trained.</summary>
    public string? OfferPrefix { get; private init; }

    /// <summary>What the model may read.</summary>
    public ProfileFields Fields { get; private init; } = ProfileFields.All;

    /// <summary>Whether the model may read what people ask for contacts.</summary>
    public bool Questions { get; private init; } = true;

    /// <summary>
    /// Reads settings by name, in whatever case. <c>Fields</c> is a list with | between, or one setting an item (<c>Fields:0</c>). An
    /// unknown name is wrong too: a misspelt one would let the model read what somebody meant to close.
    /// </summary>
    /// <exception cref="EmbeddingOptionsException">A setting is unknown, wrong or missing.</exception>
    public static EmbeddingOptions Read(IEnumerable<KeyValuePair<string, string?>> settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var given = settings.Where(one => one.Value is not null).ToDictionary(one => one.Key, one => one.Value!, StringComparer.OrdinalIgnoreCase);
        foreach (var name in given.Keys) DemandKnown(name);
        var options = new EmbeddingOptions
        {
            Kind = ReadKind(given.GetValueOrDefault(nameof(Kind))),
            Model = Text(given, nameof(Model)),
            Path = Text(given, nameof(Path)),
            Endpoint = ReadEndpoint(Text(given, nameof(Endpoint))),
            ApiKey = Text(given, nameof(ApiKey)),
            Dimensions = Whole(given, nameof(Dimensions), MostDimensions),
            BatchSize = Whole(given, nameof(BatchSize), MostInBatch) ?? Off.BatchSize,
            NeedPrefix = given.GetValueOrDefault(NeedPrefixSetting),
            OfferPrefix = given.GetValueOrDefault(OfferPrefixSetting),
            Fields = ReadFields(given),
            Questions = YesOrNo(given, nameof(Questions)) ?? true,
        };
        options.DemandWhatTheKindNeeds();
        return options;
    }

    private void DemandWhatTheKindNeeds()
    {
        if (Kind == EmbeddingKind.Onnx && Path is null) throw new EmbeddingOptionsException(nameof(Path), "the kind onnx needs the folder with the model.");
        if (Kind is EmbeddingKind.Ollama or EmbeddingKind.OpenAI && Model is null)
            throw new EmbeddingOptionsException(nameof(Model), "the kinds ollama and openai need the model's name.");
        if (Kind == EmbeddingKind.OpenAI && Endpoint is null && ApiKey is null)
            throw new EmbeddingOptionsException(nameof(ApiKey), "OpenAI needs a key; a server of your own needs its Endpoint.");
    }

    private static void DemandKnown(string name)
    {
        var isItem = name.StartsWith($"{FieldsSetting}:", StringComparison.OrdinalIgnoreCase);
        if (!isItem && !Known.Contains(name, StringComparer.OrdinalIgnoreCase))
            throw new EmbeddingOptionsException(name, $"there is no such setting. There are {string.Join(", ", Known)}.");
    }

    private static EmbeddingKind ReadKind(string? text) => (text ?? "none").ToLowerInvariant() switch
    {
        "none" => EmbeddingKind.None,
        "onnx" => EmbeddingKind.Onnx,
        "ollama" => EmbeddingKind.Ollama,
        "openai" => EmbeddingKind.OpenAI,
        _ => throw new EmbeddingOptionsException(nameof(Kind), $"{Quotes.Of(text!)} is none of none, onnx, ollama, openai."),
    };

    // An address with a name and a password in it would carry them into logs.
    private static Uri? ReadEndpoint(string? text)
    {
        if (text is null) return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.UserInfo.Length == 0
            ? address
            : throw new EmbeddingOptionsException(nameof(Endpoint), "write the server's address as http://… or https://…, without a name or a password in it.");
    }

    private static int? Whole(Dictionary<string, string> given, string setting, int most)
    {
        if (Text(given, setting) is not { } text) return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= 1 && value <= most
            ? value
            : throw new EmbeddingOptionsException(setting, $"{Quotes.Of(text)} is no whole number from 1 to {most}.");
    }

    private static bool? YesOrNo(Dictionary<string, string> given, string setting) => Text(given, setting)?.ToLowerInvariant() switch
    {
        null => null,
        "yes" or "true" => true,
        "no" or "false" => false,
        var other => throw new EmbeddingOptionsException(setting, $"{Quotes.Of(other)} is neither yes nor no."),
    };

    private static ProfileFields ReadFields(Dictionary<string, string> given)
    {
        var items = given.Where(one => one.Key.StartsWith(FieldsSetting, StringComparison.OrdinalIgnoreCase)).Select(one => one.Value).ToList();
        return items.Count == 0
            ? ProfileFields.All
            : items.SelectMany(item => item.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Aggregate(ProfileFields.None, (fields, name) => fields | ReadField(name));
    }

    private static ProfileFields ReadField(string name)
    {
        if (FieldNames.TryGetValue(name, out var field)) return field;
        var why = name.Equals("title", StringComparison.OrdinalIgnoreCase)
            ? "a title is kept for the member and read by nothing that matches. Take it out"
            : $"{Quotes.Of(name)} is no field that a model may read";
        throw new EmbeddingOptionsException(FieldsSetting, $"{why}. There are {string.Join(", ", FieldNames.Keys)}.");
    }

    private static string? Text(Dictionary<string, string> given, string setting) =>
        given.GetValueOrDefault(setting)?.Trim() is { Length: > 0 } text ? text : null;
}
