using System.Text.Json.Serialization;
using Matching.Api.Access;
using Matching.Api.Conventions;
using Matching.Api.Jobs;
using Matching.Api.Snapshots;
using Matching.Ingest.Building;
using Matching.Storage;

namespace Matching.Api;

/// <summary>For whoever keeps the server running: is the process alive, and can it do its work?</summary>
internal static class Health
{
    internal static void MapHealth(this WebApplication app)
    {
        app.MapGet("/healthz/live", () => Results.Json(new { status = "live" })).AllowAnyone().ExcludeFromDescription();
        app.MapGet("/healthz/ready", async (StoreReach reach, SqlStore store, ProfileVectors vectors, JobSwitch jobs, CancellationToken ct) =>
            await reach.FindRevisionAsync(ct) is not null
                ? Results.Json(Readiness.Of(vectors.Health, store.Warnings, jobs.IsOn ? await store.CountWorkAsync(ct) : null))
                : throw new ProblemException(Problem.Unavailable, Problem.Unavailable.En)).AllowAnyone().ExcludeFromDescription();
    }

    internal static void MapApiInfo(this RouteGroupBuilder api) => api.MapGet("/api-info", () => Results.Json(new ApiInfo(
        "Matching", Program.Version, Program.Released, "/docs", "development"))).AllowAnyone().WithTags("About").WithSummary("What this API is").Produces<ApiInfo>();
}

/// <summary>The server can do its work. Without its embedding model it still can, by the words of texts alone, so that is told beside it.</summary>
/// <param name="Status">Always ready.</param>
/// <param name="Embeddings">ok, off or degraded.</param>
/// <param name="EmbeddingsReason">What went wrong, when degraded; no word of any text is in it.</param>
/// <param name="Warnings">What whoever runs the database should mend; left out when nothing.</param>
/// <param name="Jobs">What waits to be done and what went wrong, where this server draws rounds and sends mail by itself.</param>
internal sealed record Readiness(
    string Status,
    EmbeddingState Embeddings,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? EmbeddingsReason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Warnings,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] WorkCounts? Jobs)
{
    internal static Readiness Of(EmbeddingHealth health, IReadOnlyList<string> warnings, WorkCounts? jobs) =>
        new("ready", health.State, health.Reason, warnings.Count == 0 ? null : warnings, jobs);
}

/// <summary>The self-description that DIGG's profile asks for.</summary>
/// <param name="ApiName">The name.</param>
/// <param name="ApiVersion">The version, by SemVer.</param>
/// <param name="ApiReleased">The day of release.</param>
/// <param name="ApiDocumentation">Where people read about it.</param>
/// <param name="ApiStatus">development, active, deprecated or retired.</param>
public sealed record ApiInfo(string ApiName, string ApiVersion, DateOnly ApiReleased, string ApiDocumentation, string ApiStatus);
