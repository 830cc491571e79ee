using System.Globalization;
using Matching.Introductions;
using Matching.Profiles;
using Matching.Storage;
using MimeKit;
using MimeKit.Text;

namespace Matching.Api.Delivery;

/// <summary>
/// Writes the mails, from what is held when they are sent: first names, organisation and reasons that can be said aloud; no score, no title. Names and
/// addresses only when both have said yes.
/// </summary>
internal sealed class Letters(SqlStore store, MailboxAddress from, Uri url)
{
    private static readonly CultureInfo Swedish = CultureInfo.GetCultureInfo("sv-SE");

    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    /// <summary>The letter; null when there is nothing left to tell: it is answered, too late, somebody is gone, or no address is known.</summary>
    /// <exception cref="LetterException">A name or an address would break out of its line.</exception>
    internal async Task<Letter?> WriteAsync(OutboxMessage message, DateTimeOffset now, CancellationToken ct)
    {
        if (await store.FindPromptAsync(message.Prompt, ct) is not { } prompt) return null;
        var isAccepted = prompt.AcceptedAt is not null;
        if (message.Kind == MessageKind.Suggestion && (isAccepted || prompt.Answer is not null || now >= prompt.ExpiresAt)) return null;
        // A yes of both stands: only it lets an address out.
        if (message.Kind == MessageKind.Accepted && !isAccepted) return null;
        if (await store.FindMemberAsync(prompt.Member, ct) is not { Email: { Length: > 0 } email } to) return null;
        if (await store.FindMemberAsync(prompt.Other, ct) is not { } other) return null;
        var organisation = (await store.FindOrganisationAsync(other.Organisation, ct))?.Name ?? other.Organisation;
        var hub = await store.FindHubAsync(to.Hub, ct);
        var inSwedish = to.Languages.Count == 0 || to.Languages.Contains("sv", StringComparer.Ordinal);
        var (subject, text) = message.Kind == MessageKind.Suggestion
            ? Suggestion(prompt, to, other, organisation, LastDay(prompt, hub), inSwedish)
            : Accepted(prompt, to, other, organisation, inSwedish);
        return new Letter(message.Id, message.Epoch, Mime(message, Address(to.Name, email), subject, $"{text}\n{hub?.Name}\n"));
    }

    private (string Subject, string Text) Suggestion(StoredPrompt prompt, Member to, Member other, string organisation, DateOnly last, bool inSwedish)
    {
        var (sv, en) = Reasons.Opener(prompt.Suggestion.Reasons);
        return inSwedish
            ? ($"Förslag: träffa {other.FirstName()}, {organisation}", $"""
                Hej {to.FirstName()}!

                Vi föreslår att du träffar {other.FirstName()}, {organisation}.

                {Lines(prompt.Suggestion.Reasons.Select(reason => reason.Sv))}

                En fråga att börja med: {sv}

                Svara ja, nej eller senare, senast {last.ToString("d MMMM", Swedish)}: {url}
                Ett nej visas aldrig för den andra.

                """)
            : ($"Suggestion: meet {other.FirstName()}, {organisation}", $"""
                Hello {to.FirstName()},

                We suggest that you meet {other.FirstName()}, {organisation}.

                {Lines(prompt.Suggestion.Reasons.Select(reason => reason.En))}

                A question to begin with: {en}

                Answer yes, no or later, by {last.ToString("d MMMM", English)}: {url}
                A no is never shown to the other.

                """);
    }

    private static (string Subject, string Text) Accepted(StoredPrompt prompt, Member to, Member other, string organisation, bool inSwedish)
    {
        var (sv, en) = Reasons.Opener(prompt.Suggestion.Reasons);
        return inSwedish
            ? ($"Ni har båda sagt ja: {other.FirstName()}, {organisation}", $"""
                Hej {to.FirstName()}!

                Ni har båda sagt ja till att träffas. Hör av er till varandra:

                {other.Name}, {organisation}
                {other.Email ?? "Ingen e-postadress finns; fråga på hubben."}

                En fråga att börja med: {sv}

                """)
            : ($"You have both said yes: {other.FirstName()}, {organisation}", $"""
                Hello {to.FirstName()},

                You have both said yes to meeting. Get in touch:

                {other.Name}, {organisation}
                {other.Email ?? "There is no e-mail address; ask at the hub."}

                A question to begin with: {en}

                """);
    }

    private MimeMessage Mime(OutboxMessage message, MailboxAddress to, string subject, string text)
    {
        if (Breaks(subject)) throw new LetterException("a name would break out of the subject's line");
        var mime = new MimeMessage
        {
            // The same on every try, so that a reader's program knows a repeat.
            MessageId = $"{message.Id}@{from.Domain}",
            Date = message.CreatedAt,
            Subject = subject,
            Body = new TextPart(TextFormat.Plain) { Text = text },
        };
        mime.From.Add(from);
        mime.To.Add(to);
        // RFC 3834: no leave of absence answers it.
        mime.Headers.Add("Auto-Submitted", "auto-generated");
        return mime;
    }

    private static MailboxAddress Address(string name, string email)
    {
        if (Breaks(name) || Breaks(email)) throw new LetterException("a name or an address would break out of its line");
        if (!MailboxAddress.TryParse(email, out var parsed) || !parsed.Address.Contains('@', StringComparison.Ordinal)) throw new LetterException("the address is none");
        return new MailboxAddress(name, parsed.Address);
    }

    private static bool Breaks(string text) => text.Any(char.IsControl) || text.AsSpan().ContainsAny('\u2028', '\u2029');

    private static string Lines(IEnumerable<string> reasons) => string.Join('\n', reasons.Select(reason => $"- {reason.ReplaceLineEndings(" ")}"));

    // The last whole day in the hub's own time.
    private static DateOnly LastDay(StoredPrompt prompt, Hub? hub)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(hub?.TimeZone ?? "UTC");
        return DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(prompt.ExpiresAt, zone).DateTime).AddDays(-1);
    }
}
