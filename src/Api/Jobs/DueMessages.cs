using Matching.Api.Delivery;
using Matching.Storage;

namespace Matching.Api.Jobs;

/// <summary>
/// Sends what waits in the outbox. Each message is sent by the process that holds its lease; one that is killed between the sending and the note of it
/// has its message sent once more by another, under the same id.
/// </summary>
internal sealed class DueMessages(SqlStore store, Letters letters, IMailCarrier carrier, TimeProvider clock, Worker worker, ILogger<DueMessages> log)
{
    // Some four hours from the first to the last by the pauses between them: a mail server that is down for a morning loses nothing.
    internal const int MostAttempts = 11;

    // Few, so that those who look at the same time share the work.
    private const int AtOnce = 10;

    /// <summary>Sends all that is due and nobody else is at.</summary>
    internal async Task SendAsync(CancellationToken ct)
    {
        try
        {
            while (await SendSomeAsync(ct))
            {
            }
        }
        catch (StoreException failure)
        {
            log.LogError("Not all mail that is due was looked for: {Fault}", failure.Fault);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // What this process has taken is free again when its lease ends.
        }
    }

    private async Task<bool> SendSomeAsync(CancellationToken ct)
    {
        var taken = await store.ClaimMessagesAsync(worker.Name, clock.GetUtcNow(), worker.Lease, AtOnce, ct);
        foreach (var message in taken)
        {
            // Begun in the lease's first half and broken off after as long again, a sending never overlaps with another's.
            if (message.ExpiresAt - clock.GetUtcNow() < worker.Lease / 2) return false;
            await SendAsync(message, ct);
        }
        return taken.Count > 0;
    }

    private async Task SendAsync(OutboxMessage message, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(worker.Lease / 2, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            var letter = await letters.WriteAsync(message, clock.GetUtcNow(), both.Token);
            if (letter is not null) await carrier.CarryAsync(letter, both.Token);
            await store.FinishMessageAsync(message, letter is null ? MessageState.Dropped : MessageState.Sent, clock.GetUtcNow(), ct);
        }
        catch (LetterException refused)
        {
            log.LogError("Mail {Id} cannot be sent: {Reason}", message.Id, refused.Message);
            await store.FinishMessageAsync(message, MessageState.Failed, clock.GetUtcNow(), ct);
        }
        catch (Exception failure) when (!ct.IsCancellationRequested)
        {
            // Whatever it is, it must not hold up the others; its own text may name somebody.
            log.LogWarning("Mail {Id} was not sent: {Reason}", message.Id, failure is MailException ? failure.Message : failure.GetType().Name);
            await RetryAsync(message, ct);
        }
    }

    private Task<bool> RetryAsync(OutboxMessage message, CancellationToken ct)
    {
        var (failures, now) = (message.Attempts + 1, clock.GetUtcNow());
        return failures < MostAttempts
            ? store.PostponeMessageAsync(message, now + Worker.Pause(failures), ct)
            : store.FinishMessageAsync(message, MessageState.Failed, now, ct);
    }
}
