using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Matching.Api.Conventions;
using Matching.Storage.Access;
using Microsoft.AspNetCore.RateLimiting;

namespace Matching.Api.Access;

/// <summary>How many calls are taken, <c>Matching:Limits</c>.</summary>
public sealed record LimitOptions
{
    /// <summary>Calls a minute on one token, above 0; as many may come at once after a quiet minute. A page that a host opens makes some ten.</summary>
    public int PerTokenAMinute { get; init; } = 1200;

    /// <summary>Calls a minute without a token from one address, above 0: signing in, documentation, health.</summary>
    public int PerAddressAMinute { get; init; } = 120;
}

/// <summary>
/// A bucket of calls for each token, and for each address that shows none. The address is the connection's own: what a header says of it is
/// read only where the server is told of a proxy that it trusts.
/// </summary>
internal static class RateLimits
{
    // IPv6 gives every customer at least 64 bits of addresses of her own (RFC 6177): she is one.
    private const int NetworkBytes = 8;

    internal static IServiceCollection AddRateLimits(this IServiceCollection services, LimitOptions limits)
    {
        if (limits.PerTokenAMinute < 1) throw new OptionsException($"Matching:Limits:PerTokenAMinute is at least 1, not {limits.PerTokenAMinute}.");
        if (limits.PerAddressAMinute < 1) throw new OptionsException($"Matching:Limits:PerAddressAMinute is at least 1, not {limits.PerAddressAMinute}.");
        return services.AddRateLimiter(options =>
        {
            options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => context.User.Identity is { IsAuthenticated: true }
                ? RateLimitPartition.GetTokenBucketLimiter(TokenOf(context), _ => Bucket(limits.PerTokenAMinute))
                : RateLimitPartition.GetTokenBucketLimiter(AddressOf(context.Connection.RemoteIpAddress), _ => Bucket(limits.PerAddressAMinute)));
            options.OnRejected = Refuse;
        });
    }

    /// <summary>What an address is counted under.</summary>
    internal static string AddressOf(IPAddress? address) => address switch
    {
        null => "address:none",
        { IsIPv4MappedToIPv6: true } => $"address:{address.MapToIPv4()}",
        { AddressFamily: AddressFamily.InterNetworkV6 } => $"address:{Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, NetworkBytes))}",
        _ => $"address:{address}",
    };

    // By the token's own number: two tokens of one person are two machines.
    private static string TokenOf(HttpContext context) =>
        $"token:{context.User.FindFirst("jti")?.Value ?? $"{context.User.FindFirst(AccessTokens.RoleClaim)?.Value}:{context.User.FindFirst("sub")?.Value}"}";

    private static TokenBucketRateLimiterOptions Bucket(int perMinute) => new()
    {
        TokenLimit = perMinute,
        TokensPerPeriod = Math.Max(1, perMinute / 60),
        ReplenishmentPeriod = TimeSpan.FromMinutes(Math.Max(1, perMinute / 60) / (double)perMinute),
        AutoReplenishment = true,
    };

    private static ValueTask Refuse(OnRejectedContext rejected, CancellationToken ct) => throw new ProblemException(Problem.TooMany, Problem.TooMany.En)
    {
        RetryAfter = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromSeconds(1),
    };
}
