using Matching.Api.Access;
using Matching.Api.Conventions;
using Matching.Api.Snapshots;
using Matching.Contacts;
using Matching.Profiles;
using Matching.Storage;
using Matching.Storage.Access;

namespace Matching.Api.Contacts;

/// <summary>What somebody wants to know.</summary>
/// <param name="Question">In plain words, Swedish or English, of any length up to 100,000 characters.</param>
/// <param name="Hub">Where the people are to be found; one's own hub when left out.</param>
/// <param name="Municipality">Where the matter lies; of two alike, who is there comes first.</param>
/// <param name="Top">How many organisations, 1 to 50; 5 when left out.</param>
public sealed record ContactRequest(string? Question, string? Hub, string? Municipality, int? Top);

/// <summary>Who can answer.</summary>
/// <param name="Id">What a verdict on the answer is filed under. The question's words are kept nowhere.</param>
/// <param name="Items">The organisations, likeliest first.</param>
/// <param name="Concepts">What the question was understood to be about.</param>
/// <param name="Unmet">Whether nobody present in the hub answers.</param>
public sealed record ContactSearchAnswer(string Id, IReadOnlyList<ContactItem> Items, IReadOnlyList<string> Concepts, bool Unmet);

/// <summary>What an asker says of an organisation that the answer named.</summary>
public sealed record VerdictRequest(string? Organisation, Verdict? Verdict);

/// <summary>Who at which authority can answer this?</summary>
internal static class ContactEndpoints
{
    private const int LongestQuestion = 100_000;
    private const int UsualTop = 5;
    private const int LargestTop = 50;

    internal static void MapContacts(this RouteGroupBuilder api)
    {
        api.MapPost("/contacts/search", Search).Allow(Role.Business, Role.Member, Role.Host).WithTags("Contacts")
            .WithSummary("Who at which authority can answer a question, and how to get there").Produces<ContactSearchAnswer>()
            .WithExample("""{ "question": "Vi behöver besked om anslutning till stamnätet innan vi kan bestämma oss för tomten.", "hub": "lulea", "municipality": "Luleå", "top": 5 }""");
        api.MapPost("/questions/{id}/verdict", Judge).Allow(Role.Business, Role.Member, Role.Host).WithTags("Contacts")
            .WithSummary("This helped, or it was the wrong authority").Produces(204)
            .WithExample("""{ "organisation": "svk", "verdict": "helped" }""");
    }

    private static async Task<IResult> Search(
        ContactRequest request, Scope scope, SqlStore store, HubMoments moments, ContactSearches searches, Meanings meanings, MatchingMetrics metrics, TimeProvider clock, CancellationToken ct)
    {
        var text = request.Question ?? throw ProblemException.BadField("question", "question is what you want to know, in plain words.");
        if (text.Length > LongestQuestion) throw ProblemException.BadField("question", $"A question has at most {LongestQuestion} characters.");
        var top = request.Top ?? UsualTop;
        if (top is < 1 or > LargestTop) throw ProblemException.BadField("top", $"top is 1 to {LargestTop}.");
        var asker = scope.Caller.Member is { } member ? await scope.MemberAsync(member, ct) : null;
        var hub = await HubAsync(request.Hub, asker, scope, store, ct);
        var now = clock.GetUtcNow();
        var search = await searches.OfAsync((await moments.NowAsync(hub, now, ct)).Hub, ct);
        var answer = search.Find(new ContactQuestion
        {
            Text = text,
            Vector = await meanings.OfQuestionAsync(text, ct),
            Asker = asker?.Id,
            Municipality = request.Municipality,
            Top = top,
        });
        scope.Saw([.. answer.Items.SelectMany(item => item.Contacts).Select(person => person.Member)]);
        var question = new StoredQuestion
        {
            Id = Guid.CreateVersion7(now).ToString("N"),
            Hub = hub,
            Member = asker?.Id,
            AskedAt = now,
            Concepts = answer.Concepts,
            Unmet = answer.Unmet,
        };
        await store.KeepQuestionAsync(question, ct);
        metrics.QuestionAnswered(answer.Unmet);
        return Results.Json(new ContactSearchAnswer(question.Id, answer.Items, answer.Concepts, answer.Unmet));
    }

    // One's own hub, or another of one's own; of a host with several, the one that she names or else the first.
    private static async Task<string> HubAsync(string? wanted, Member? asker, Scope scope, SqlStore store, CancellationToken ct)
    {
        var own = asker is null ? [.. scope.Caller.Hubs.Order(StringComparer.Ordinal)] : asker.OtherHubs.Prepend(asker.Hub).ToList();
        // A grant to ask names a hub or a member, who has one.
        if (wanted is null) return own[0];
        if (await store.FindHubAsync(wanted, ct) is null) throw ProblemException.BadField("hub", $"There is no hub '{wanted}'.");
        return own.Contains(wanted) ? wanted : throw ProblemException.Forbidden($"Hub '{wanted}' is not one of yours.");
    }

    private static async Task<IResult> Judge(string id, VerdictRequest request, Scope scope, SqlStore store, TimeProvider clock, CancellationToken ct)
    {
        var organisation = request.Organisation ?? throw ProblemException.BadField("organisation", "organisation is the id of one that the answer named.");
        var verdict = request.Verdict ?? throw ProblemException.BadField("verdict", "verdict is helped or wrong-authority.");
        var question = await store.FindQuestionAsync(id, ct);
        if (question is null || !IsOwn(question, scope.Caller)) throw ProblemException.NotFound("question", id);
        if (await store.FindOrganisationAsync(organisation, ct) is null) throw ProblemException.BadField("organisation", $"There is no organisation '{organisation}'.");
        await store.KeepVerdictAsync(id, organisation, verdict, clock.GetUtcNow(), ct);
        return Results.NoContent();
    }

    // What a host asks without being a member is her hub's.
    private static bool IsOwn(StoredQuestion question, Caller caller) =>
        question.Member is { } asker ? asker == caller.Member : caller.Role == Role.Host && question.Hub is { } hub && caller.Hubs.Contains(hub);
}
