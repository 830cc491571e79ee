using Matching.Api.Access;
using Matching.Api.Conventions;
using Matching.Storage;
using Matching.Storage.Access;

namespace Matching.Api.Privacy;

/// <summary>Everything held on a person, to be read by her and by machines.</summary>
public sealed record ExportAnswer(string Member, DateTimeOffset At, IReadOnlyList<HeldRows> Held);

/// <summary>What do you hold on me? (GDPR, articles 15 and 20)</summary>
internal static class PrivacyEndpoints
{
    internal static void MapPrivacy(this RouteGroupBuilder api) => api.MapGet("/members/{id}/export", Export).Allow(Role.Member, Role.Admin).WithTags("Privacy")
        .WithSummary("Everything held on a member, with what it is held for").Produces<ExportAnswer>();

    private static async Task<IResult> Export(string id, HttpContext http, Scope scope, SqlStore store, TimeProvider clock, CancellationToken ct)
    {
        var member = await scope.MemberAsync(id, ct);
        var held = await store.ExportMemberAsync(member.Id, ct) ?? throw ProblemException.NotFound("member", id);
        http.Response.Headers.ContentDisposition = "attachment; filename=\"mina-uppgifter.json\"";
        return Results.Json(new ExportAnswer(member.Id, clock.GetUtcNow(), held));
    }
}
