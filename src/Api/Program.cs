using Matching.Api.Access;
using Matching.Api.Contacts;
using Matching.Api.Conventions;
using Matching.Api.Demo;
using Matching.Api.Events;
using Matching.Api.Imports;
using Matching.Api.Network;
using Matching.Api.Privacy;
using Matching.Api.Profiles;
using Matching.Api.Prompts;
using Matching.Api.Rounds;
using Matching.Api.Snapshots;
using Matching.Storage;

namespace Matching.Api;

/// <summary>The server: what it is made of, in order.</summary>
public sealed class Program
{
    internal const string BasePath = "/matching/v1";
    internal const string Version = "0.1.0";
    internal static readonly DateOnly Released = new(2026, 11, 24);

    private const string Demo = "--demo";

    private Program()
    {
    }

    public static async Task<int> Main(string[] args)
    {
        try
        {
            // The configuration would read the next argument as this one's value.
            await using var app = Build([.. args.Where(argument => argument != Demo)], jobs: !args.Contains(Demo));
            await app.Services.OpenStoreAsync();
            if (args.Contains(Demo)) await DemoRun.RunAsync(app);
            await app.RunAsync();
            return 0;
        }
        catch (Exception fault) when (fault is StoreException or OptionsException or IOException)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return 1;
        }
    }

    /// <summary>
    /// Puts the server together. Tests put a clock of their own in the place of the system's. Whether it draws rounds and sends mail by
    /// itself is <paramref name="jobs"/> where no setting says.
    /// </summary>
    internal static WebApplication Build(string[] args, TimeProvider? clock = null, bool jobs = false)
    {
        var builder = WebApplication.CreateBuilder(args);
        if (builder.Configuration["urls"] is null) builder.WebHost.UseUrls("http://127.0.0.1:5080");
        // What keeps the host from starting is said once, by Main, without a stack trace.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        // A request's line would write addresses into the log, and with them ids and one-time codes.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Quartz", LogLevel.Warning);
        builder.Services.AddMatching(builder.Configuration, clock ?? TimeProvider.System, jobs);
        builder.Services.AddAccess(builder.Configuration.GetSection("Matching:Access").Get<AccessOptions>() ?? new AccessOptions()).AddProblemAnswers().AddDescription();
        builder.Services.ConfigureHttpJsonOptions(options => Json.Apply(options.SerializerOptions));

        var app = builder.Build();
        app.UseForwardedHeaders();
        app.UseSecurityHeaders();
        app.UseProblemAnswers();
        app.UseQueryCheck();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseMiddleware<StoreOutage>();
        app.UseMiddleware<Idempotency>();

        app.MapHealth();
        app.MapDescription();
        app.MapPlainPageStyle();
        app.MapSignIn();
        var api = app.MapGroup(BasePath).AddEndpointFilter<RouteGroupBuilder, AuditFilter>();
        api.MapApiInfo();
        api.MapProfiles();
        api.MapImports();
        api.MapRounds();
        api.MapSuggestions();
        api.MapPrompts();
        api.MapInvitations();
        api.MapContacts();
        api.MapDemand();
        api.MapNetwork();
        api.MapPrivacy();
        api.MapAudit();
        return app;
    }
}
