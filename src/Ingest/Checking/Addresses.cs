using Matching.Ingest.Wording;

namespace Matching.Ingest.Checking;

/// <summary>Cells that hold an address of some kind.</summary>
internal static class Addresses
{
    // RFC 5321, 4.5.3.1.3: a path of 256 characters, less its angle brackets.
    private const int LongestMail = 254;

    /// <summary>A plausible mail address, or null. Only sending to it can tell whether it exists.</summary>
    internal static string? Mail(this CheckedRow row, int column)
    {
        var mail = row.Text(column);
        if (mail is not null && !IsMail(mail))
        {
            row.Refuse(column, $"{Quotes.Of(mail)} is no mail address. Write one, as in anna@example.se, or leave the cell empty");
        }
        return mail;
    }

    /// <summary>A web address, or null. Pages make a link of it, so a scheme that runs something is refused.</summary>
    internal static string? Website(this CheckedRow row, int column)
    {
        var site = row.Text(column);
        if (site is null || !site.Contains(':', StringComparison.Ordinal)) return site;
        var isWeb = site.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || site.StartsWith("http://", StringComparison.OrdinalIgnoreCase);
        if (!isWeb) row.Refuse(column, $"{Quotes.Of(site)} is no web address. Write one that begins with https://");
        return site;
    }

    private static bool IsMail(string mail)
    {
        var at = mail.IndexOf('@', StringComparison.Ordinal);
        if (at < 1 || mail.Length > LongestMail || mail.AsSpan(at + 1).Contains('@')) return false;
        var domain = mail.AsSpan(at + 1);
        if (!domain.Contains('.') || domain[0] is '.' or '-' || domain[^1] is '.' or '-' || domain.Contains("..", StringComparison.Ordinal))
        {
            return false;
        }
        return !mail.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter) || letter is ',' or ';' or '<' or '>' or '"' or '(' or ')');
    }
}
