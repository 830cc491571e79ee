using Matching.Api.Access;
using Matching.Api.Delivery;
using Matching.Api.Jobs;
using Matching.Api.Privacy;
using Matching.Api.Snapshots;
using Matching.Storage;
using Matching.Storage.Access;
using Matching.Words;

namespace Matching.Api;

/// <summary>The settings under <c>Matching</c>, read once at start.</summary>
public sealed record MatchingOptions
{
    /// <summary>Where the store is: a file path or <c>Data Source=…</c>. <c>Matching__Store</c> in the environment.</summary>
    public string? Store { get; init; }
    /// <summary>A file of the host's own concepts, in the form of the project's <c>concepts.csv</c>; none when left out. <c>Matching__Concepts</c> in the environment.</summary>
    public string? Concepts { get; init; }
    /// <summary>
    /// A Hunspell dictionary (.dic) whose words the compounds are taken apart with, beside the project's own; that of Swedish where the system
    /// keeps it, if it is there, when left out. <c>Matching__WordList</c> in the environment.
    /// </summary>
    public string? WordList { get; init; }
    public AccessOptions Access { get; init; } = new();
    public LimitOptions Limits { get; init; } = new();
    public JobOptions Jobs { get; init; } = new();
    public MailOptions Mail { get; init; } = new();
    /// <summary>
    /// The addresses of the proxies before the server, which are believed when they say (<c>X-Forwarded-For</c>) from where a call comes; nobody
    /// is when left out. <c>Matching__Proxies__0</c> in the environment.
    /// </summary>
    public IReadOnlyList<string> Proxies { get; init; } = [];
}

public sealed record AccessOptions
{
    /// <summary>Where the key lies that signs tokens; beside the store when left out. <c>Matching__Access__KeyFile</c> in the environment.</summary>
    public string? KeyFile { get; init; }

    /// <summary>
    /// The address of an OpenID Connect authority whose tokens are good beside the local ones; https, or http on this machine. None when left out.
    /// <c>Matching__Access__Authority</c> in the environment, and so for those that follow.
    /// </summary>
    public string? Authority { get; init; }

    /// <summary>What the authority's tokens must say they are for (<c>aud</c>).</summary>
    public string? Audience { get; init; }

    /// <summary>The types (<c>typ</c>) that its tokens may have; <c>at+jwt</c> (RFC 9068) when left out. Entra ID writes <c>JWT</c>.</summary>
    public IReadOnlyList<string> TokenTypes { get; init; } = [];

    /// <summary>The claim that names roles.</summary>
    public string RoleClaim { get; init; } = "role";

    /// <summary>What the authority calls a role, by our own name of it; our own where left out. <c>Matching__Access__Roles__host</c>.</summary>
    public IReadOnlyDictionary<string, string> Roles { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The claim that names the hubs of a host, one value each.</summary>
    public string HubClaim { get; init; } = "hub";

    /// <summary>The claim with the id that a member has in the hub.</summary>
    public string MemberClaim { get; init; } = "sub";
}

/// <summary>A setting has a wrong value; the message names it.</summary>
public sealed class OptionsException(string message) : Exception(message)
{
    public OptionsException() : this("")
    {
    }

    public OptionsException(string message, Exception innerException) : this($"{message} {innerException.Message}")
    {
    }
}

internal static class MatchingRegistration
{
    /// <summary>
    /// Registers the store, its key, the embeddings and the clock. The store is opened by <see cref="OpenStoreAsync"/>, before the first
    /// request.
    /// </summary>
    internal static IServiceCollection AddMatching(this IServiceCollection services, IConfiguration configuration, TimeProvider clock, bool jobs)
    {
        var options = configuration.GetSection("Matching").Get<MatchingOptions>() ?? new MatchingOptions();
        var address = ParseStore(options.Store ?? configuration["store"]);
        services.AddSingleton(options);
        services.AddRateLimits(options.Limits).AddKnownProxies(options.Proxies);
        services.AddWords(options);
        services.AddTelemetry(configuration);
        services.AddSingleton(clock);
        services.AddSingleton(new StoreHolder(address));
        services.AddSingleton(provider => provider.GetRequiredService<StoreHolder>().Store);
        services.AddSingleton<StoreReach>().AddSingleton<Meanings>().AddSingleton<HubMoments>().AddSingleton<ContactSearches>().AddHostedService<SnapshotFollower>();
        services.AddSingleton<AuditQueue>().AddHostedService(provider => provider.GetRequiredService<AuditQueue>());
        services.AddSingleton(provider => new Embeddings(configuration, provider.GetRequiredService<SqlStore>()));
        services.AddSingleton(provider => provider.GetRequiredService<Embeddings>().Vectors);
        services.AddDelivery(options.Mail, address, configuration["urls"]).AddJobs(options.Jobs, jobs);
        services.AddSingleton(_ => LocalKey.ReadOrMake(options.Access.KeyFile ?? LocalKey.DefaultPath(address)));
        return services;
    }

    /// <summary>Opens the store and the embeddings and reads the key, so that a wrong setting stops the start and not the first request.</summary>
    internal static async Task OpenStoreAsync(this IServiceProvider services)
    {
        await services.GetRequiredService<StoreHolder>().OpenAsync();
        services.GetRequiredService<LocalKey>();
        await services.GetRequiredService<Embeddings>().OpenAsync();
    }

    // What is configured is read at start, so that a wrong file stops the start. The system's dictionary takes seconds, so its reading begins
    // then, and who asks first waits for what is left of it.
    private static void AddWords(this IServiceCollection services, MatchingOptions options)
    {
        var words = options.WordList is { } list ? WordListFile.Read(list) : null;
        var concepts = options.Concepts is { } file ? ReadConcepts(file) : null;
        if (words is null) _ = Task.Run(() => WordListFile.Installed);
        services.AddSingleton(_ => words ?? WordListFile.Installed);
        services.AddSingleton(provider => (concepts ?? ConceptList.Standard).Splitting(provider.GetRequiredService<CompoundSplitter>()));
    }

    private static ConceptList ReadConcepts(string file)
    {
        try
        {
            using var reader = new StreamReader(file);
            return ConceptList.Standard.With(ConceptList.Read(reader));
        }
        catch (Exception bad) when (bad is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new OptionsException($"Matching__Concepts: {file}: {bad.Message}");
        }
    }

    private static StoreAddress ParseStore(string? text)
    {
        try
        {
            return StoreAddress.Parse(text);
        }
        catch (StoreException bad)
        {
            throw new OptionsException($"Matching__Store: {bad.Message}");
        }
    }

    // Opening is asynchronous and registration is not; the holder keeps the two apart and closes the store with the container.
    private sealed class StoreHolder(StoreAddress address) : IAsyncDisposable
    {
        private SqlStore? store;

        internal SqlStore Store => store ?? throw new InvalidOperationException("The store is opened before the first request.");

        internal async Task OpenAsync() => store ??= await SqlStore.OpenAsync(address);

        public ValueTask DisposeAsync() => store?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
