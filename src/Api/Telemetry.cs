using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Matching.Api;

/// <summary>Numbers and traces by OpenTelemetry, sent where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says; without it nothing is sent and nothing kept.</summary>
internal static class Telemetry
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    // Paths and queries hold ids of people, and an address is one.
    private static readonly string[] Personal =
        ["url.path", "url.query", "url.full", "client.address", "client.port", "network.peer.address", "network.peer.port", "user_agent.original"];

    internal static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<MatchingMetrics>();
        if (string.IsNullOrEmpty(configuration[Endpoint])) return services;
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("matching", serviceVersion: Program.Version))
            .WithMetrics(metrics => metrics.AddAspNetCoreInstrumentation().AddMeter(MatchingMetrics.MeterName, MatchingMetrics.StoreMeter))
            .WithTracing(traces => traces.AddAspNetCoreInstrumentation(options => options.RecordException = false).AddProcessor<Anonymous>())
            .UseOtlpExporter();
        return services;
    }

    /// <summary>Takes away, before a trace is sent, what could say whom a request was about.</summary>
    internal sealed class Anonymous : BaseProcessor<Activity>
    {
        public override void OnEnd(Activity data)
        {
            ArgumentNullException.ThrowIfNull(data);
            foreach (var tag in Personal) data.SetTag(tag, null);
        }
    }
}
