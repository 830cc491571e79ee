using Matching.Ingest.Building;
using Matching.Storage;

namespace Matching.Ingest.Tests.Building;

public sealed class EmbeddingOptionsTests
{
    [Fact]
    public void Without_settings_there_is_no_model()
    {
        Assert.Equal(EmbeddingKind.None, Read().Kind);
        Assert.Equal(EmbeddingKind.None, Read(("Kind", "none"), ("Model", "x")).Kind);
        Assert.Null(EmbeddingModel.Open(Read()));
    }

    [Fact]
    public void Every_setting_is_read()
    {
        var options = Read(
            ("kind", "OpenAI"), ("Model", " text-embedding-3-small "), ("Endpoint", "https://models.example.se/v1"), ("ApiKey", "k"), ("Dimensions", "256"),
            ("BatchSize", "64"), ("Prefixes:Need", "query: "), ("Prefixes:Offer", "passage: "), ("Fields", "challenges| Contact_For"), ("Questions", "No"));
        Assert.Equal((EmbeddingKind.OpenAI, "text-embedding-3-small", "k"), (options.Kind, options.Model, options.ApiKey));
        Assert.Equal(new Uri("https://models.example.se/v1"), options.Endpoint);
        Assert.Equal((256, 64, "query: ", "passage: "), (options.Dimensions, options.BatchSize, options.NeedPrefix, options.OfferPrefix));
        Assert.Equal((ProfileFields.Challenges | ProfileFields.ContactFor, false), (options.Fields, options.Questions));
        Assert.True(Read().Questions);
    }

    [Fact]
    public void All_fields_are_read_unless_some_are_named_in_one_setting_or_one_an_item()
    {
        Assert.Equal(ProfileFields.All, Read().Fields);
        Assert.Equal(ProfileFields.Skills | ProfileFields.Remit, Read(("Fields:0", "skills"), ("Fields:1", "remit")).Fields);
        Assert.Equal(ProfileFields.Interests | ProfileFields.Keywords, Read(("Fields", "interests|keywords")).Fields);
        Assert.Equal(ProfileFields.None, Read(("Fields", "")).Fields);
    }

    [Theory]
    [InlineData("Fields", "skills|title", "read by nothing that matches")]
    [InlineData("Fields", "Title", "read by nothing that matches")]
    [InlineData("Fields", "email", "no field that a model may read")]
    [InlineData("Field", "skills", "no such setting")]
    [InlineData("Kind", "bert", "none of none, onnx, ollama, openai")]
    [InlineData("Dimensions", "0", "whole number from 1 to 8192")]
    [InlineData("Dimensions", "4e2", "whole number from 1 to 8192")]
    [InlineData("Questions", "perhaps", "neither yes nor no")]
    [InlineData("BatchSize", "2049", "whole number from 1 to 2048")]
    [InlineData("Endpoint", "localhost:11434", "http://")]
    [InlineData("Endpoint", "ftp://models.example.se", "http://")]
    [InlineData("Endpoint", "https://name:secret@models.example.se", "without a name or a password")]
    public void A_wrong_setting_is_named_with_what_would_be_right(string setting, string value, string words)
    {
        var complaint = Assert.Throws<EmbeddingOptionsException>(() => Read((setting, value)));
        Assert.Equal(setting, complaint.Setting);
        Assert.StartsWith($"{setting}: ", complaint.Message, StringComparison.Ordinal);
        Assert.Contains(words, complaint.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", complaint.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("onnx", "Path")]
    [InlineData("ollama", "Model")]
    [InlineData("openai", "Model")]
    public void What_a_kind_needs_and_lacks_is_named(string kind, string setting) =>
        Assert.Equal(setting, Assert.Throws<EmbeddingOptionsException>(() => Read(("Kind", kind))).Setting);

    [Fact]
    public void OpenAI_needs_a_key_and_a_server_of_ones_own_does_not()
    {
        Assert.Equal("ApiKey", Assert.Throws<EmbeddingOptionsException>(() => Read(("Kind", "openai"), ("Model", "m"))).Setting);
        Assert.Null(Read(("Kind", "openai"), ("Model", "m"), ("Endpoint", "http://localhost:8080/v1")).ApiKey);
    }

    [Fact]
    public void The_key_is_never_written_out()
    {
        var options = Read(("Kind", "openai"), ("Model", "m"), ("ApiKey", "kanariefågel"));
        using var generator = EmbeddingModel.Open(options)!.Generator;
        Assert.DoesNotContain("kanariefågel", $"{options} {EmbeddingModel.Open(options)}", StringComparison.Ordinal);
    }

    private static EmbeddingOptions Read(params (string Name, string? Value)[] settings) =>
        EmbeddingOptions.Read(settings.Select(one => new KeyValuePair<string, string?>(one.Name, one.Value)));
}
