using System.Text.Json.Serialization;
using Matching.Api.Access;
using Matching.Api.Conventions;
using Matching.Api.Snapshots;
using Matching.Ingest.Building;

namespace Matching.Api;

/// <summary>For whoever keeps the server running: is the process alive, and can it do its work?</summary>
internal static class Health
{
    internal static void MapHealth(this WebApplication app)
    {
        app.MapGet("/healthz/live", () => Results.Json(new { status = "live" })).AllowAnyone().ExcludeFromDescription();
        app.MapGet("/healthz/ready", async (StoreReach reach, ProfileVectors vectors, CancellationToken ct) => await reach.FindRevisionAsync(ct) is not null
            ? Results.Json(Readiness.Of(vectors.Health))
            : throw new ProblemException(Problem.Unavailable, Problem.Unavailable.En)).AllowAnyone().ExcludeFromDescription();
    }

    internal static void MapApiInfo(this RouteGroupBuilder api) => api.MapGet("/api-info", () => Results.Json(new ApiInfo(
        "Matching", Program.Version, Program.Released, "/docs", "development"))).AllowAnyone().WithTags("About").WithSummary("What this API is").Produces<ApiInfo>();
}

/// <summary>The server can do its work. Without its embedding model it still can, by the words of texts alone, so that is told beside it.</summary>
/// <param name="Status">Always ready.</param>
/// <param name="Embeddings">ok, off or degraded.</param>
/// <param name="EmbeddingsReason">What went wrong, when degraded; no word of any text is in it.</param>
internal sealed record Readiness(
    string Status, EmbeddingState Embeddings, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? EmbeddingsReason)
{
    internal static Readiness Of(EmbeddingHealth health) => new("ready", health.State, health.Reason);
}

/// <summary>The self-description that DIGG's profile asks for.</summary>
/// <param name="ApiName">The name.</param>
/// <param name="ApiVersion">The version, by SemVer.</param>
/// <param name="ApiReleased">The day of release.</param>
/// <param name="ApiDocumentation">Where people read about it.</param>
/// <param name="ApiStatus">development, active, deprecated or retired.</param>
public sealed record ApiInfo(string ApiName, string ApiVersion, DateOnly ApiReleased, string ApiDocumentation, string ApiStatus);
