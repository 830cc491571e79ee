using Matching.Api.Delivery;
using Matching.Api.Jobs;
using Matching.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Matching.Api.Tests.Jobs;

public sealed class DueMessagesTests
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(20);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_message_is_carried_once_however_many_look()
    {
        await using var server = await Published.StartAsync();
        var carrier = new RecordingCarrier();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Messages(server, carrier).SendAsync(Ct)));
        await Messages(server, carrier).SendAsync(Ct);
        Assert.Equal(6, carrier.Carried.Count);
        Assert.Equal(6, carrier.Carried.Select(letter => letter.Id).Distinct().Count());
        Assert.Equal(new WorkCounts(0, 0, 0), await server.Store.CountWorkAsync(Ct));
    }

    [Fact]
    public async Task What_fails_is_tried_again_after_a_pause_that_doubles_and_is_given_up_at_last()
    {
        await using var server = await Published.StartAsync();
        var carrier = new RecordingCarrier { Fault = _ => new MailException("down", new IOException()) };
        for (var failure = 1; failure <= DueMessages.MostAttempts; failure++)
        {
            Assert.Equal(new WorkCounts(6, 0, 0), await server.Store.CountWorkAsync(Ct));
            await Messages(server, carrier).SendAsync(Ct);
            Assert.Equal(6 * failure, carrier.Tried);
            server.Clock.Advance(Worker.Pause(failure) - TimeSpan.FromSeconds(1));
            await Messages(server, carrier).SendAsync(Ct);
            Assert.Equal(6 * failure, carrier.Tried);
            server.Clock.Advance(TimeSpan.FromSeconds(1));
        }
        Assert.Equal(new WorkCounts(0, 6, 0), await server.Store.CountWorkAsync(Ct));
    }

    [Fact]
    public async Task One_message_that_fails_for_whatever_reason_does_not_hold_up_the_others()
    {
        await using var server = await Published.StartAsync();
        string? first = null;
        var carrier = new RecordingCarrier { Fault = letter => (first ??= letter.Id) == letter.Id ? new InvalidOperationException() : null };
        await Messages(server, carrier).SendAsync(Ct);
        Assert.Equal(5, carrier.Carried.Count);
        carrier.Fault = _ => null;
        server.Clock.Advance(Worker.Pause(1));
        await Messages(server, carrier).SendAsync(Ct);
        Assert.Equal(first, carrier.Carried[^1].Id);
        Assert.Equal(2, carrier.Carried[^1].Epoch);
    }

    [Fact]
    public async Task A_sending_that_hangs_is_broken_off_within_its_lease()
    {
        await using var server = await Published.StartAsync();
        var carrier = new RecordingCarrier { Hangs = true };
        var sending = Messages(server, carrier).SendAsync(Ct);
        await carrier.Hanging.Task.WaitAsync(Ct);
        carrier.Hangs = false;
        server.Clock.Advance(Lease / 2);
        await sending;
        Assert.Equal(5, carrier.Carried.Count);
        server.Clock.Advance(Worker.Pause(1));
        await Messages(server, carrier).SendAsync(Ct);
        Assert.Equal(6, carrier.Carried.Count);
    }

    [Fact]
    public async Task A_sender_whose_lease_has_half_run_out_leaves_the_rest_to_others()
    {
        await using var server = await Published.StartAsync();
        var slow = new RecordingCarrier();
        slow.Fault = _ =>
        {
            server.Clock.Advance(Lease * 0.3);
            return null;
        };
        await Messages(server, slow).SendAsync(Ct);
        Assert.Equal(2, slow.Carried.Count);
        var other = new RecordingCarrier();
        await Messages(server, other).SendAsync(Ct);
        Assert.Empty(other.Carried);
        server.Clock.Advance(Lease);
        await Messages(server, other).SendAsync(Ct);
        Assert.Equal(4, other.Carried.Count);
        Assert.Empty(other.Carried.Select(letter => letter.Id).Intersect(slow.Carried.Select(letter => letter.Id)));
    }

    [Fact]
    public async Task What_was_passed_over_and_wakes_again_cannot_undo_what_another_has_done()
    {
        await using var server = await Published.StartAsync();
        var taken = await server.Store.ClaimMessagesAsync("paused", server.Clock.GetUtcNow(), Lease, 10, Ct);
        server.Clock.Advance(Lease);
        var carrier = new RecordingCarrier();
        await Messages(server, carrier).SendAsync(Ct);
        Assert.Equal(6, carrier.Carried.Count);
        foreach (var message in taken) Assert.False(await server.Store.PostponeMessageAsync(message, server.Clock.GetUtcNow(), Ct));
        await Messages(server, carrier).SendAsync(Ct);
        Assert.Equal(6, carrier.Carried.Count);
    }

    private static DueMessages Messages(RunningServer server, IMailCarrier carrier) =>
        new(server.Store, server.Services.GetRequiredService<Letters>(), carrier, server.Clock, new Worker(Lease), NullLogger<DueMessages>.Instance);

    private sealed class RecordingCarrier : IMailCarrier
    {
        private int tried;

        internal List<Letter> Carried { get; } = [];

        internal int Tried => tried;

        internal Func<Letter, Exception?> Fault { get; set; } = _ => null;

        internal bool Hangs { get; set; }

        internal TaskCompletionSource Hanging { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async Task CarryAsync(Letter letter, CancellationToken ct)
        {
            Interlocked.Increment(ref tried);
            if (Hangs)
            {
                Hanging.TrySetResult();
                await Task.Delay(Timeout.Infinite, ct);
            }
            if (Fault(letter) is { } fault) throw fault;
            lock (Carried) Carried.Add(letter);
        }
    }
}
