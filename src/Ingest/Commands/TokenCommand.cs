using Matching.Ingest.Wording;
using Matching.Profiles;
using Matching.Storage.Access;

namespace Matching.Ingest.Commands;

/// <summary>Prints a bearer token.</summary>
internal static class TokenCommand
{
    /// <exception cref="CommandException">There is no such role, or it cannot be given so.</exception>
    internal static int Run(string role, string[] hubs, string? member, int hours, string keyFile, TimeProvider time)
    {
        if (!Vocabulary.TryRead<Role>(role, out var known))
        {
            throw new CommandException($"{Quotes.Of(role)} is no role. Roles are {string.Join(", ", Vocabulary.All<Role>())}.");
        }
        var grant = new AccessGrant { Role = known, Hubs = hubs, Member = member };
        var life = TimeSpan.FromHours(hours);
        if (AccessTokens.Refusal(grant, life) is { } refusal) throw new CommandException(refusal);
        Console.Out.WriteLine(AccessTokens.Issue(LocalKey.ReadOrMake(keyFile), grant, time.GetUtcNow(), life));
        return CommandLine.AllIn;
    }
}
