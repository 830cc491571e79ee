using System.Security.Claims;
using Matching.Api.Conventions;
using Matching.Profiles;
using Matching.Storage.Access;

namespace Matching.Api.Access;

/// <summary>Who asks: what the bearer token says, and nothing else.</summary>
/// <param name="Role">What the caller is.</param>
/// <param name="Hubs">The hubs of a host.</param>
/// <param name="Member">The member that the caller speaks as; null for nobody in particular.</param>
/// <param name="Person">Whose act it is: the member, or else the authority's id of the person; null where a token says neither.</param>
internal sealed record Caller(Role Role, IReadOnlySet<string> Hubs, string? Member, string? Person)
{
    /// <summary>The claim of a caller's id at the authority that vouches for her.</summary>
    internal const string PersonClaim = "person";

    /// <summary>What decisions and kept replies are filed under: an id, never a name.</summary>
    internal string Name => $"{Vocabulary.Write(Role)}:{Person ?? string.Join('+', Hubs.Order(StringComparer.Ordinal))}";

    internal static Caller Of(ClaimsPrincipal user)
    {
        if (!Vocabulary.TryRead<Role>(user.FindFirstValue(AccessTokens.RoleClaim), out var role)) throw new ProblemException(Problem.NoToken, "The token names no role.");
        var hubs = user.FindAll(AccessTokens.HubClaim).Select(claim => claim.Value).ToHashSet(StringComparer.Ordinal);
        var member = user.FindFirstValue(AccessTokens.SubjectClaim) is { } subject && !subject.StartsWith("role:", StringComparison.Ordinal) ? subject : null;
        // Set apart from the ids of members, which the authority knows nothing of.
        var person = user.FindFirstValue(PersonClaim) is { } known ? $"openid:{known}" : null;
        return new Caller(role, hubs, member, member ?? person);
    }
}
