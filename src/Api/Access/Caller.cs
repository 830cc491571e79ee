using System.Security.Claims;
using Matching.Api.Conventions;
using Matching.Profiles;
using Matching.Storage.Access;

namespace Matching.Api.Access;

/// <summary>Who asks: what the bearer token says, and nothing else.</summary>
internal sealed record Caller(Role Role, IReadOnlySet<string> Hubs, string? Member)
{
    /// <summary>What decisions and kept replies are filed under: an id, never a name.</summary>
    internal string Name => Member is not null ? $"{Vocabulary.Write(Role)}:{Member}" : $"{Vocabulary.Write(Role)}:{string.Join('+', Hubs.Order(StringComparer.Ordinal))}";

    internal static Caller Of(ClaimsPrincipal user)
    {
        if (!Vocabulary.TryRead<Role>(user.FindFirstValue(AccessTokens.RoleClaim), out var role)) throw new ProblemException(Problem.NoToken, "The token names no role.");
        var hubs = user.FindAll(AccessTokens.HubClaim).Select(claim => claim.Value).ToHashSet(StringComparer.Ordinal);
        var member = user.FindFirstValue("sub") is { } subject && !subject.StartsWith("role:", StringComparison.Ordinal) ? subject : null;
        return new Caller(role, hubs, member);
    }
}
