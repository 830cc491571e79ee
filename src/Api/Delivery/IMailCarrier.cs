using MimeKit;

namespace Matching.Api.Delivery;

/// <summary>A message as it goes out.</summary>
/// <param name="Id">The outbox's, the same whatever is retried.</param>
/// <param name="Epoch">How many times it has been taken to be sent.</param>
/// <param name="Mime">The mail.</param>
internal sealed record Letter(string Id, long Epoch, MimeMessage Mime);

/// <summary>How a letter leaves the house.</summary>
internal interface IMailCarrier
{
    /// <summary>Hands the letter over, for good when it returns.</summary>
    /// <exception cref="MailException">It could not be handed over; later it may.</exception>
    Task CarryAsync(Letter letter, CancellationToken ct);
}

/// <summary>A letter could not be handed over. The message says why and names nobody.</summary>
internal sealed class MailException(string message, Exception cause) : Exception(message, cause);

/// <summary>A letter that must not be written, now or later. The message says why and names nobody.</summary>
internal sealed class LetterException(string message) : Exception(message);
