namespace Matching.Storage.Access;

public enum Role
{
    /// <summary>Runs one hub or more.</summary>
    Host,

    /// <summary>A person, for what concerns this person.</summary>
    Member,

    /// <summary>A member whose organisation is a business.</summary>
    Business,

    /// <summary>Sees aggregates of all hubs, and no person.</summary>
    National,
    Admin,
}

/// <summary>What the bearer of a token may be.</summary>
public sealed record AccessGrant
{
    public required Role Role { get; init; }

    /// <summary>The hubs of a host.</summary>
    public IReadOnlyList<string> Hubs { get; init; } = [];

    /// <summary>The id of the member that the token speaks for.</summary>
    public string? Member { get; init; }

    /// <summary>Why such a grant cannot be given, as a sentence; null when it can.</summary>
    public string? Refusal()
    {
        if (!Enum.IsDefined(Role)) return $"There is no role {(int)Role}.";
        if (Hubs.Any(string.IsNullOrWhiteSpace)) return "A hub's id is empty.";
        if (Role == Role.Host && Hubs.Count == 0) return "The role host needs at least one hub.";
        if (Role is Role.Member or Role.Business && string.IsNullOrWhiteSpace(Member))
        {
            return $"The role {Profiles.Vocabulary.Write(Role)} needs a member's id.";
        }
        return null;
    }
}
