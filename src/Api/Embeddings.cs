using Matching.Ingest.Building;
using Matching.Storage;

namespace Matching.Api;

/// <summary>The embedding model that the settings under <c>Matching:Embeddings</c> choose. Opened with the store, before the first request.</summary>
internal sealed class Embeddings(IConfiguration configuration, SqlStore store) : IDisposable
{
    private const string Section = "Matching:Embeddings";

    private ProfileVectors? vectors;

    internal ProfileVectors Vectors => vectors ?? throw new InvalidOperationException("The embeddings are opened before the first request.");

    /// <exception cref="OptionsException">A setting is wrong; the message names it.</exception>
    internal async Task OpenAsync()
    {
        try
        {
            vectors ??= await ProfileVectors.OpenAsync(EmbeddingOptions.Read(Settings()), store);
        }
        catch (EmbeddingOptionsException bad)
        {
            throw new OptionsException($"{InEnvironment(Section)}__{InEnvironment(bad.Setting)}{bad.Message[bad.Setting.Length..]}");
        }
    }

    public void Dispose() => vectors?.Dispose();

    private static string InEnvironment(string setting) => setting.Replace(":", "__", StringComparison.Ordinal);

    // The section itself comes too, with an empty name.
    private IEnumerable<KeyValuePair<string, string?>> Settings() =>
        configuration.GetSection(Section).AsEnumerable(makePathsRelative: true).Where(setting => setting.Key.Length > 0);
}
