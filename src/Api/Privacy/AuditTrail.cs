using System.Threading.Channels;
using Matching.Api.Access;
using Matching.Api.Conventions;
using Matching.Profiles;
using Matching.Storage;
using Matching.Storage.Access;

namespace Matching.Api.Privacy;

/// <summary>
/// What this request touches, noted where it is reached (<see cref="Scope"/>) and written when the handler has done its work: a decision
/// before it is answered, a look soon after.
/// </summary>
internal sealed class AuditTrail(LocalKey key)
{
    private readonly HashSet<string> subjects = new(StringComparer.Ordinal);

    /// <summary>The hub, round, introduction, prompt or event that the request is about.</summary>
    internal string? Thing { get; set; }

    /// <summary>Somebody's data are seen or changed.</summary>
    internal void Note(string member) => subjects.Add(member);

    /// <summary>
    /// One entry for each person; of a decision about nobody in particular one without any, of a look at nobody, or at oneself, none.
    /// </summary>
    internal IReadOnlyList<AuditEntry> Entries(Caller caller, string method, string route, DateTimeOffset at)
    {
        var looks = HttpMethods.IsGet(method);
        var others = subjects.Where(member => !looks || member != caller.Member).Order(StringComparer.Ordinal).ToList();
        if (looks && others.Count == 0) return [];
        string?[] about = others.Count == 0 ? [null] : [.. others.Select(member => Pseudonym.Of(key, member))];
        return [.. about.Select(subject => new AuditEntry(at, Actor(caller), $"{method} {route}", subject, Thing))];
    }

    private string Actor(Caller caller) =>
        $"{Vocabulary.Write(caller.Role)}:{(caller.Person is { } person ? Pseudonym.Of(key, person) : string.Join('+', caller.Hubs.Order(StringComparer.Ordinal)))}";
}

/// <summary>Writes each request's entries once its handler has succeeded, before the answer begins.</summary>
internal sealed class AuditFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var result = await next(context);
        if (http.User.Identity?.IsAuthenticated != true || http.GetEndpoint() is not RouteEndpoint route) return result;
        var services = http.RequestServices;
        var pattern = $"/{route.RoutePattern.RawText!.TrimStart('/')}"[Program.BasePath.Length..];
        var entries = services.GetRequiredService<AuditTrail>()
            .Entries(Caller.Of(http.User), http.Request.Method, pattern, services.GetRequiredService<TimeProvider>().GetUtcNow());
        if (entries.Count == 0) return result;
        if (HttpMethods.IsGet(http.Request.Method)) await services.GetRequiredService<AuditQueue>().AddAsync(entries, http.RequestAborted);
        else await services.GetRequiredService<SqlStore>().AppendAuditAsync(entries, CancellationToken.None);
        return result;
    }
}

/// <summary>Looks on their way into the audit, many in one transaction. What waits is written before the server stops.</summary>
internal sealed class AuditQueue(SqlStore store, ILogger<AuditQueue> log) : BackgroundService
{
    /// <summary>How many may wait. Whoever would go past it waits a little, and is then refused: a look that cannot be written down is not given.</summary>
    internal const int MostWaiting = 10_000;

    // What is being written no longer waits, so without an end to it there would be none to what is in memory.
    private const int MostAtOnce = 1_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    private readonly Channel<AuditEntry> waiting = Channel.CreateBounded<AuditEntry>(MostWaiting);

    /// <exception cref="ProblemException">The store has taken none for so long that no more can wait.</exception>
    internal async ValueTask AddAsync(IReadOnlyList<AuditEntry> entries, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            foreach (var entry in entries) await waiting.Writer.WriteAsync(entry, patience.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new ProblemException(Problem.Unavailable, Problem.Unavailable.En);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        waiting.Writer.TryComplete();
        if (ExecuteTask is { } writing) await writing.WaitAsync(cancellationToken);
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The channel's end stops it, and not the token: what has come is written.
        while (await waiting.Reader.WaitToReadAsync(CancellationToken.None))
        {
            var batch = new List<AuditEntry>();
            while (batch.Count < MostAtOnce && waiting.Reader.TryRead(out var entry)) batch.Add(entry);
            while (!await TryWriteAsync(batch) && !stoppingToken.IsCancellationRequested) await Task.Delay(Again, CancellationToken.None);
        }
    }

    private async Task<bool> TryWriteAsync(List<AuditEntry> batch)
    {
        try
        {
            await store.AppendAuditAsync(batch);
            return true;
        }
        catch (StoreException failure)
        {
            log.LogError("{Count} looks are not in the audit yet: {Fault}", batch.Count, failure.Fault);
            return false;
        }
    }
}
