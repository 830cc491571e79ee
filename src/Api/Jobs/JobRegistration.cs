using Quartz;

namespace Matching.Api.Jobs;

/// <summary>What the server does by itself, and how long a process may be silent about it.</summary>
public sealed record JobOptions
{
    /// <summary>Whether rounds are drawn and mail is sent; true for a server, false for the demo, when left out. <c>Matching__Jobs__Enabled</c> in the environment.</summary>
    public bool? Enabled { get; init; }

    /// <summary>
    /// Seconds after which work that a process has taken, and says nothing of, is another's. Each process looks for work four times as often.
    /// <c>Matching__Jobs__Lease</c> in the environment.
    /// </summary>
    // With the quarter until somebody looks it is 25 s at most: within the half minute in which a failover should be over.
    public int Lease { get; init; } = 20;
}

/// <summary>Whether this server does its jobs.</summary>
internal sealed record JobSwitch(bool IsOn);

internal static class JobRegistration
{
    private const int LongestLease = 3_600;

    /// <summary>
    /// Registers the jobs, and the clock that starts them. Quartz is the clock alone, in memory on each node: the store's own leases say
    /// who works.
    /// </summary>
    internal static IServiceCollection AddJobs(this IServiceCollection services, JobOptions options, bool byDefault)
    {
        if (options.Lease is < 1 or > LongestLease)
            throw new OptionsException($"Matching__Jobs__Lease is {options.Lease}, and should be whole seconds from 1 to {LongestLease}.");
        var isOn = options.Enabled ?? byDefault;
        services.AddSingleton(new JobSwitch(isOn)).AddSingleton(new Worker(TimeSpan.FromSeconds(options.Lease)));
        services.AddSingleton<DueRounds>().AddSingleton<DueMessages>().AddSingleton<DueRetention>();
        if (!isOn) return services;
        services.AddQuartz(quartz =>
        {
            // A process that ends gives back what it has not done.
            quartz.ConfigureScheduler(scheduler => scheduler.ShutdownJobInterruption = ShutdownJobInterruption.Always);
            var look = TimeSpan.FromSeconds(options.Lease) / 4;
            quartz.ScheduleJob<RoundJob>(trigger => Every(trigger, look));
            quartz.ScheduleJob<DeliveryJob>(trigger => Every(trigger, look));
            quartz.ScheduleJob<RetentionJob>(trigger => Every(trigger, DueRetention.Interval));
        });
        return services.AddQuartzHostedService(hosted => hosted.WaitForJobsToComplete = true);
    }

    private static void Every<T>(ITriggerConfigurator<T> trigger, TimeSpan interval) where T : IJob =>
        trigger.StartNow().WithSimpleSchedule(schedule => schedule.WithInterval(interval).RepeatForever());

    [DisallowConcurrentExecution]
    private sealed class RoundJob(DueRounds rounds) : IJob
    {
        public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await rounds.DrawAsync(cancellationToken);
    }

    [DisallowConcurrentExecution]
    private sealed class DeliveryJob(DueMessages messages) : IJob
    {
        public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await messages.SendAsync(cancellationToken);
    }

    [DisallowConcurrentExecution]
    private sealed class RetentionJob(DueRetention retention) : IJob
    {
        public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => await retention.RetainAsync(cancellationToken);
    }
}
