namespace Matching.Storage;

/// <summary>An answer kept so that a repeated request with the same <c>Idempotency-Key</c> gets the same one.</summary>
public sealed record KeptReply
{
    public required string Caller { get; init; }
    public required string Key { get; init; }

    /// <summary>Hash of the request, by which a key that is used for something else is noticed.</summary>
    public required string RequestHash { get; init; }

    /// <summary>HTTP status code.</summary>
    public required int Status { get; init; }
    public required string ContentType { get; init; }
    public required byte[] Body { get; init; }
    public string? Location { get; init; }
    public required DateTimeOffset At { get; init; }
}

/// <summary>A one-time code that signs somebody in. The code itself is never stored.</summary>
public sealed record SignInCode
{
    /// <summary>SHA-256 of the code, as the caller writes it (hexadecimal or base64url, always the same).</summary>
    public required string CodeHash { get; init; }

    /// <summary>What the code signs in as.</summary>
    public required Access.Role Role { get; init; }
    public IReadOnlyList<string> Hubs { get; init; } = [];
    public string? Member { get; init; }

    /// <summary>From this moment the code is worth nothing.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}
