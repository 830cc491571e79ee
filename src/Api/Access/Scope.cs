using Matching.Api.Conventions;
using Matching.Api.Privacy;
using Matching.Api.Snapshots;
using Matching.Profiles;
using Matching.Storage;
using Matching.Storage.Access;

namespace Matching.Api.Access;

/// <summary>
/// What this caller may reach. Every handler gets the things it works on from here, so that there is one place where a foreign
/// hub or person is turned away. A hub's existence is no secret (403); a person's, a round's and a prompt's is (404).
/// </summary>
internal sealed class Scope(SqlStore store, StoreReach reach, HubMoments moments, IHttpContextAccessor context, AuditTrail trail)
{
    internal Caller Caller { get; } = Caller.Of(context.HttpContext!.User);

    /// <summary>A hub that the caller runs.</summary>
    internal async Task<Hub> HubAsync(string id, CancellationToken ct)
    {
        if (Caller.Role == Role.Host && !Caller.Hubs.Contains(id)) throw ProblemException.Forbidden($"Hub '{id}' is not one of yours.");
        return Touched(id, await reach.AskAsync(() => store.FindHubAsync(id, ct), () => moments.Held(id)?.Hub.Hub, ct)) ?? throw ProblemException.NotFound("hub", id);
    }

    /// <summary>A member of a hub that the caller runs, or the caller.</summary>
    internal async Task<Member> MemberAsync(string id, CancellationToken ct)
    {
        // Whom memory holds and this caller may not see looks like whom it does not hold.
        if (await reach.AskAsync(() => store.FindMemberAsync(id, ct), () => moments.HeldMember(id) is { } held && MayReach(held) ? held : null, ct) is not { } member || !MayReach(member)) throw ProblemException.NotFound("member", id);
        Saw(id);
        return member;
    }

    /// <summary>An event of a hub that the caller runs.</summary>
    internal async Task<Gathering> EventAsync(string id, CancellationToken ct) =>
        await store.FindGatheringAsync(id, ct) is { } gathering && (Hubs is null || Hubs.Contains(gathering.Hub))
            ? Touched(id, gathering)
            : throw ProblemException.NotFound("event", id);

    /// <summary>A round of a hub that the caller runs.</summary>
    internal async Task<StoredRound> RoundAsync(string id, CancellationToken ct)
    {
        if (await store.FindRoundAsync(id, ct) is not { } round || !Caller.Hubs.Contains(round.Hub)) throw ProblemException.NotFound("round", id);
        foreach (var introduction in round.Introductions) Saw(introduction.Suggestion.A, introduction.Suggestion.B);
        return Touched(id, round);
    }

    /// <summary>An introduction in a round of a hub that the caller runs, with its round.</summary>
    internal async Task<(StoredIntroduction Introduction, StoredRound Round)> IntroductionAsync(string id, CancellationToken ct)
    {
        if (await store.FindIntroductionAsync(id, ct) is not { } introduction
            || await store.FindRoundAsync(introduction.Round, ct) is not { } round
            || !Caller.Hubs.Contains(round.Hub))
        {
            throw ProblemException.NotFound("introduction", id);
        }
        Saw(introduction.Suggestion.A, introduction.Suggestion.B);
        return (Touched(id, introduction), round);
    }

    /// <summary>A prompt put to the caller.</summary>
    internal async Task<StoredPrompt> PromptAsync(string id, CancellationToken ct)
    {
        if (await store.FindPromptAsync(id, ct) is not { } prompt || prompt.Member != Caller.Member) throw ProblemException.NotFound("prompt", id);
        Saw(prompt.Member);
        return Touched(id, prompt);
    }

    /// <summary>The hubs that rows from this caller may touch; null means all.</summary>
    internal IReadOnlySet<string>? Hubs => Caller.Role == Role.Admin ? null : Caller.Hubs;

    /// <summary>These people's data are in the answer, or are changed.</summary>
    internal void Saw(params ReadOnlySpan<string> members)
    {
        foreach (var member in members) trail.Note(member);
    }

    private T Touched<T>(string id, T thing)
    {
        if (thing is not null) trail.Thing = id;
        return thing;
    }

    private bool MayReach(Member member) => Caller.Role switch
    {
        Role.Admin => true,
        Role.Host => Caller.Hubs.Contains(member.Hub) || member.OtherHubs.Any(Caller.Hubs.Contains),
        _ => member.Id == Caller.Member,
    };
}
