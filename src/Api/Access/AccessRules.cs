using Matching.Api.Privacy;
using Matching.Profiles;
using Matching.Storage.Access;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;

namespace Matching.Api.Access;

/// <summary>Who may call a route. Each route carries one; without one the fallback lets nobody in.</summary>
/// <param name="Roles">The roles; empty means anyone, without a token.</param>
internal sealed record AccessRule(IReadOnlyList<Role> Roles)
{
    internal bool IsOpen => Roles.Count == 0;
}

internal static class AccessRules
{
    internal static TBuilder Allow<TBuilder>(this TBuilder route, params Role[] roles) where TBuilder : IEndpointConventionBuilder =>
        route.RequireAuthorization(policy => policy.RequireRole(roles.Select(Vocabulary.Write))).WithMetadata(new AccessRule(roles));

    internal static TBuilder AllowAnyone<TBuilder>(this TBuilder route) where TBuilder : IEndpointConventionBuilder =>
        route.AllowAnonymous().WithMetadata(new AccessRule([]));

    private const string WhoeverIssuedIt = "WhoeverIssuedIt";

    internal static IServiceCollection AddAccess(this IServiceCollection services, AccessOptions access)
    {
        OpenIdAuthority.Check(access);
        services.AddHttpContextAccessor().AddScoped<Scope>().AddScoped<AuditTrail>();
        var schemes = services.AddAuthentication(WhoeverIssuedIt).AddJwtBearer().AddPolicyScheme(WhoeverIssuedIt, null, options => options.ForwardDefaultSelector = http =>
            access.Authority is null || OpenIdAuthority.IsIssuedHere(http.Request.Headers.Authorization) ? JwtBearerDefaults.AuthenticationScheme : OpenIdAuthority.Scheme);
        if (access.Authority is not null) schemes.AddJwtBearer(OpenIdAuthority.Scheme, options => OpenIdAuthority.Configure(options, access));
        services.PostConfigure<JwtBearerOptions>(OpenIdAuthority.Scheme, OpenIdAuthority.ForgetOldKeys);
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure<LocalKey>(Configure);
        // The clock is an argument here too, so that an expiry can be tested without waiting for it.
        services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure<TimeProvider>(KeepTo);
        services.AddOptions<JwtBearerOptions>(OpenIdAuthority.Scheme).Configure<TimeProvider>(KeepTo);
        // A route that forgot its rule lets nobody in; what matches no route may be told so (404, 405).
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder()
            .RequireAssertion(context => context.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint).Build());
        return services;
    }

    private static void Configure(JwtBearerOptions options, LocalKey key)
    {
        options.MapInboundClaims = false;
        options.TokenValidationParameters = AccessTokens.Validation(key);
    }

    private static void KeepTo(JwtBearerOptions options, TimeProvider clock) =>
        options.TokenValidationParameters.LifetimeValidator = (notBefore, expires, _, _) =>
            expires is { } end && end + AccessTokens.ClockSkew > clock.GetUtcNow().UtcDateTime
            && (notBefore is not { } start || start - AccessTokens.ClockSkew <= clock.GetUtcNow().UtcDateTime);
}
