using System.Net;
using Microsoft.AspNetCore.HttpOverrides;

namespace Matching.Api.Access;

/// <summary>Whom the server believes when a header says from where a call comes: the proxies that it was told of, and nobody else.</summary>
internal static class KnownProxies
{
    internal static IServiceCollection AddKnownProxies(this IServiceCollection services, IReadOnlyList<string> proxies)
    {
        var known = proxies.Select(Read).ToList();
        return services.Configure<ForwardedHeadersOptions>(options =>
        {
            // Nothing is taken of the host: no link is ever made with it.
            options.ForwardedHeaders = known.Count == 0 ? ForwardedHeaders.None : ForwardedHeaders.XForwardedFor;
            // As many steps as there are proxies that vouch for the one before.
            options.ForwardLimit = null;
            // The framework believes whatever runs on this machine, unless it is told not to.
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var proxy in known) options.KnownProxies.Add(proxy);
        });
    }

    private static IPAddress Read(string text) =>
        IPAddress.TryParse(text, out var address) ? address : throw new OptionsException($"Matching__Proxies: '{text}' is no address.");
}
