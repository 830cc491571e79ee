using System.Globalization;
using Matching.Api.Access;
using Matching.Api.Conventions;
using Matching.Storage;
using Matching.Storage.Access;

namespace Matching.Api.Privacy;

/// <summary>A line of the audit.</summary>
/// <param name="Number">Its place, from 1.</param>
/// <param name="At">When.</param>
/// <param name="Actor">Who, by role and hubs or by role and pseudonym.</param>
/// <param name="Action">What was done, as method and route.</param>
/// <param name="Subject">Pseudonym of the person it was about; null for nobody in particular.</param>
/// <param name="Thing">What it was done to.</param>
/// <param name="Revision">On which data: how often the records had changed.</param>
public sealed record AuditLine(long Number, DateTimeOffset At, string Actor, string Action, string? Subject, string? Thing, long Revision);

/// <summary>Who saw or decided what about me?</summary>
internal static class AuditEndpoints
{
    private static readonly CsvColumns<AuditLine> Columns = new()
    {
        { "number", line => line.Number },
        { "at", line => line.At },
        { "actor", line => line.Actor },
        { "action", line => line.Action },
        { "subject", line => line.Subject },
        { "thing", line => line.Thing },
        { "revision", line => line.Revision },
    };

    internal static void MapAudit(this RouteGroupBuilder api) => api.MapGet("/audit", List).Allow(Role.Admin, Role.Member).WithTags("Privacy")
        .WithSummary("Who saw or decided what, newest first; a member reads her own").Produces<ListAnswer<AuditLine>>();

    private static async Task<IResult> List(
        string? subject, DateTimeOffset? from, [AsParameters] ListQuery query, HttpContext http, Scope scope, SqlStore store, LocalKey key, CancellationToken ct)
    {
        var about = scope.Caller.Role == Role.Member ? Own(subject, scope) : subject;
        if (query.Cursor is not null && !long.TryParse(query.Cursor, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            throw ProblemException.BadField("cursor", "cursor is the number of the last line that was read.");
        var request = query.ToPage();
        // Of a person who has been erased too: her id is turned into the pseudonym, and stands nowhere.
        var page = await store.ListAuditAsync(about is null ? null : Pseudonym.Of(key, about), from, request, ct);
        var lines = page.Items.Select(row => new AuditLine(row.Number, row.Entry.At, row.Entry.Actor, row.Entry.Action, row.Entry.Subject, row.Entry.Thing, row.Revision)).ToList();
        return Lists.Answer(http, new Page<AuditLine>(lines, page.Total), request, line => line.Number.ToString(CultureInfo.InvariantCulture), Columns);
    }

    private static string Own(string? subject, Scope scope) => subject is null || subject == scope.Caller.Member
        ? scope.Caller.Member!
        : throw ProblemException.NotFound("member", subject);
}
