using System.Text.Json.Serialization;
using Matching.Api.Access;
using Matching.Api.Conventions;
using Matching.Api.Snapshots;
using Matching.Ingest.Wording;
using Matching.Introductions;
using Matching.Profiles;
using Matching.Storage;
using Matching.Storage.Access;

namespace Matching.Api.Prompts;

/// <summary>Whom a member might meet: first name, organisation, what she can help with. No title, no score, no rank.</summary>
public sealed record PromptPerson(string FirstName, string Organisation, IReadOnlyList<string> CanHelpWith);

/// <summary>A sentence in Swedish and in English.</summary>
public sealed record PromptText(string Sv, string En);

/// <summary>How to reach the other; only when both have said yes.</summary>
public sealed record ContactCard(string Name, string? Email, string? Title);

/// <summary>Where a prompt stands. A no of the other looks like no answer, and always will.</summary>
public enum PromptStatus
{
    /// <summary>Not answered, or "later".</summary>
    Open,

    /// <summary>The member has said yes; the other has not, so far.</summary>
    Waiting,

    /// <summary>Both have said yes.</summary>
    Accepted,

    /// <summary>The member has said no.</summary>
    Declined,
}

/// <summary>A suggestion to meet somebody.</summary>
public sealed record PromptAnswerBody(
    string Id,
    string Introduction,
    PromptStatus Status,
    PromptPerson Person,
    PromptText Opener,
    IReadOnlyList<Reason> Reasons,
    DateTimeOffset Expires,
    ContactCard? Contact);

/// <summary>A member's prompts. The notice tells a member who is paused why nothing comes, and what to do; null otherwise.</summary>
public sealed record PromptList(
    IReadOnlyList<PromptAnswerBody> Items,
    [property: JsonPropertyName("_meta")] ListMeta Meta,
    [property: JsonPropertyName("_links")] ListLinks Links,
    PromptText? Notice);

public sealed record AnswerRequest(PromptAnswer? Answer);

/// <summary>Whether they met, and whether it was of use.</summary>
public sealed record OutcomeRequest(bool? Met, Usefulness? Useful, string? Note);

/// <summary>What members are asked, and what they answer.</summary>
internal static class PromptEndpoints
{
    private const int MostPrompts = 3;
    private const int LongestNote = 2_000;

    private static readonly PromptText PausedNotice = new(
        "Du har låtit tre förslag gå utan svar, så vi har pausat dina introduktioner. Säg till när du vill börja igen.",
        "You have left three suggestions without an answer, so we have paused your introductions. Tell us when you want to go on.");

    private static readonly CsvColumns<PromptAnswerBody> Columns = new()
    {
        { "id", row => row.Id },
        { "status", row => Vocabulary.Write(row.Status) },
        { "firstName", row => row.Person.FirstName },
        { "organisation", row => row.Person.Organisation },
        { "expires", row => row.Expires },
    };

    internal static void MapPrompts(this RouteGroupBuilder api)
    {
        api.MapGet("/members/{id}/prompts", List).Allow(Role.Member, Role.Host).WithTags("Prompts")
            .WithSummary("Whom to meet: at most three").Produces<PromptList>();
        api.MapPost("/members/{id}/resume", Resume).Allow(Role.Member, Role.Host).WithTags("Prompts")
            .WithSummary("Back after a pause for introductions left without an answer").Produces(204);
        api.MapPost("/prompts/{id}/answer", Answer).Allow(Role.Member).WithTags("Prompts")
            .WithSummary("Yes, no or later; a no is never shown").Produces<PromptAnswerBody>().WithExample("""{ "answer": "yes" }""");
        api.MapPost("/introductions/{id}/outcome", Outcome).Allow(Role.Member).WithTags("Prompts")
            .WithSummary("Did you meet?").Produces(204).WithExample("""{ "met": true, "useful": "yes", "note": "Vi ses igen i januari." }""");
    }

    private static async Task<IResult> List(string id, HttpContext http, Scope scope, SqlStore store, HubMoments moments, TimeProvider clock, CancellationToken ct)
    {
        var member = await scope.MemberAsync(id, ct);
        var now = clock.GetUtcNow();
        var prompts = await Ordered(store, member, await store.ListPromptsAsync(member.Id, now, MostPrompts, ct), now, ct);
        var answers = new List<PromptAnswerBody>();
        foreach (var prompt in prompts) answers.Add(await Describe(store, prompt, ct));
        // A host sees that a prompt is out, and not what was answered.
        if (scope.Caller.Role == Role.Host) answers = [.. answers.Select(answer => answer with { Status = PromptStatus.Open, Contact = null })];
        if (Lists.WantsCsv(http)) return Lists.Csv(answers, Columns);
        return Results.Json(new PromptList(
            answers,
            new ListMeta(answers.Count, MostPrompts, 1, null),
            new ListLinks(http.Request.PathBase + http.Request.Path, null),
            await IsPaused(moments, member, now, ct) ? PausedNotice : null));
    }

    // Those who have said yes to each other first, then those who wait for a word, ranked together with everybody else's lists.
    private static async Task<IReadOnlyList<StoredPrompt>> Ordered(SqlStore store, Member member, IReadOnlyList<StoredPrompt> prompts, DateTimeOffset now, CancellationToken ct)
    {
        if (prompts.Count < 2) return prompts;
        var order = PromptOrder.Of(await store.ListOpenPairsAsync(member.Hub, now, ct)).GetValueOrDefault(member.Id, []);
        int Place(StoredPrompt prompt) => order.Contains(prompt.Other) ? order.Index().First(entry => entry.Item == prompt.Other).Index : order.Count;
        return [.. prompts.OrderBy(prompt => prompt.AcceptedAt is null).ThenBy(Place)];
    }

    private static async Task<bool> IsPaused(HubMoments moments, Member member, DateTimeOffset now, CancellationToken ct)
    {
        var present = await moments.NowAsync(member.Hub, now, ct);
        return present.Hub.Find(member.Id) is { } person && present.Gates.Of(person) == Gate.Paused;
    }

    private static async Task<IResult> Resume(string id, Scope scope, SqlStore store, TimeProvider clock, CancellationToken ct)
    {
        var member = await scope.MemberAsync(id, ct);
        await store.ResumeAsync(member.Id, clock.GetUtcNow(), ct);
        return Results.NoContent();
    }

    private static async Task<IResult> Answer(string id, AnswerRequest request, Scope scope, SqlStore store, TimeProvider clock, CancellationToken ct)
    {
        await scope.PromptAsync(id, ct);
        var answer = request.Answer ?? throw ProblemException.BadField("answer", "answer is yes, no or later.");
        return await store.AnswerPromptAsync(id, answer, clock.GetUtcNow(), ct) switch
        {
            { Status: AnswerStatus.Answered, Prompt: { } prompt } => Results.Json(await Describe(store, prompt, ct)),
            { Status: AnswerStatus.Expired } => throw ProblemException.Conflict("The time to answer has passed. A new suggestion may come."),
            { Status: AnswerStatus.AlreadyFinal } => throw ProblemException.Conflict("You have answered already, and that answer stands."),
            _ => throw ProblemException.NotFound("prompt", id),
        };
    }

    private static async Task<IResult> Outcome(string id, OutcomeRequest request, Scope scope, SqlStore store, TimeProvider clock, CancellationToken ct)
    {
        var met = request.Met ?? throw ProblemException.BadField("met", "met is true or false.");
        if (request.Note is { Length: > LongestNote }) throw ProblemException.BadField("note", $"A note has at most {LongestNote} characters.");
        if (request.Note is { } note && IdentityNumber.IsIn(note))
            throw ProblemException.BadField("note", "The note holds a personal identity number. Leave it out.");
        var outcome = new IntroductionOutcome
        {
            Introduction = id,
            Member = scope.Caller.Member!,
            Met = met,
            Useful = request.Useful ?? Usefulness.Unknown,
            Note = request.Note,
            At = clock.GetUtcNow(),
        };
        return await store.RecordOutcomeAsync(outcome, ct) == OutcomeResult.Recorded ? Results.NoContent() : throw ProblemException.NotFound("introduction", id);
    }

    private static async Task<PromptAnswerBody> Describe(SqlStore store, StoredPrompt prompt, CancellationToken ct)
    {
        var other = await store.FindMemberAsync(prompt.Other, ct) ?? throw ProblemException.NotFound("prompt", prompt.Id);
        var organisation = (await store.FindOrganisationAsync(other.Organisation, ct))?.Name ?? other.Organisation;
        var (sv, en) = Reasons.Opener(prompt.Suggestion.Reasons);
        return new PromptAnswerBody(
            prompt.Id,
            prompt.Introduction,
            Status(prompt),
            new PromptPerson(other.FirstName(), organisation, HubSnapshot.Offers(other)),
            new PromptText(sv, en),
            prompt.Suggestion.Reasons,
            prompt.ExpiresAt,
            prompt.AcceptedAt is null ? null : new ContactCard(other.Name, other.Email, other.Title));
    }

    private static PromptStatus Status(StoredPrompt prompt) => prompt switch
    {
        { AcceptedAt: not null } => PromptStatus.Accepted,
        { Answer: PromptAnswer.Yes } => PromptStatus.Waiting,
        { Answer: PromptAnswer.No } => PromptStatus.Declined,
        _ => PromptStatus.Open,
    };
}
