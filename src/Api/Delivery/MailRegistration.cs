using Matching.Storage;
using MimeKit;

namespace Matching.Api.Delivery;

/// <summary>How mail is sent: into a folder, or by a mail server where one is named.</summary>
public sealed record MailOptions
{
    /// <summary>The folder that mails are put into; <c>mail</c> beside the store when left out. <c>Matching__Mail__Folder</c> in the environment.</summary>
    public string? Folder { get; init; }

    /// <summary>The mail server; none when left out. <c>Matching__Mail__Smtp__Host</c> and so on in the environment.</summary>
    public SmtpOptions? Smtp { get; init; }

    /// <summary>Who mails are from, as <c>Samverket &lt;samverket@example.org&gt;</c>. <c>Matching__Mail__From</c> in the environment.</summary>
    public string? From { get; init; }

    /// <summary>Where members answer: the address that mails link to. <c>Matching__Mail__BaseUrl</c> in the environment.</summary>
    public string? BaseUrl { get; init; }
}

public sealed record SmtpOptions
{
    public string Host { get; init; } = "";

    /// <summary>587 is the port of submission (RFC 6409).</summary>
    public int Port { get; init; } = 587;
    public string? User { get; init; }
    public string? Password { get; init; }
    public MailTls Tls { get; init; } = MailTls.StartTls;
}

public enum MailTls
{
    /// <summary>In the clear, for a server on the same machine.</summary>
    None,

    /// <summary>Asked for, and without it nothing is sent.</summary>
    StartTls,

    /// <summary>From the first byte, usually on port 465.</summary>
    OnConnect,
}

internal static class MailRegistration
{
    private const string LocalSender = "Matching <matching@localhost>";

    private const string LocalUrl = "http://127.0.0.1:5080";

    /// <summary>Registers the writing and the carrying of letters. <paramref name="urls"/> are the server's own addresses.</summary>
    internal static IServiceCollection AddDelivery(this IServiceCollection services, MailOptions options, StoreAddress address, string? urls)
    {
        if (options.Smtp is { } smtp) Check(smtp, options);
        var from = Sender(options.From ?? LocalSender);
        var url = Url(options.BaseUrl ?? (urls ?? LocalUrl).Split(';')[0]);
        services.AddSingleton(provider => new Letters(provider.GetRequiredService<SqlStore>(), from, url));
        return services.AddSingleton<IMailCarrier>(options.Smtp is { } server
            ? new MailServer(server)
            : new MailFolder(Path.GetFullPath(options.Folder ?? Path.Combine(address.Folder, "mail"))));
    }

    // What leaves the house must say where it comes from; no request's own word on that is asked.
    private static void Check(SmtpOptions smtp, MailOptions options)
    {
        if (string.IsNullOrWhiteSpace(smtp.Host)) throw new OptionsException("Matching__Mail__Smtp__Host is empty. Name the mail server.");
        if (smtp.Port is < 1 or > 65_535) throw new OptionsException($"Matching__Mail__Smtp__Port is {smtp.Port}, and should be 1 to 65535.");
        if (options.From is null) throw new OptionsException("Matching__Mail__From is empty. With a mail server, say who mails are from.");
        if (options.BaseUrl is null) throw new OptionsException("Matching__Mail__BaseUrl is empty. With a mail server, say where members answer.");
    }

    private static MailboxAddress Sender(string text) => MailboxAddress.TryParse(text, out var sender) && sender.Domain.Length > 0
        ? sender
        : throw new OptionsException("Matching__Mail__From is no address. Write it as Samverket <samverket@example.org>.");

    private static Uri Url(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
        ? url
        : throw new OptionsException("Matching__Mail__BaseUrl is no address. Write it as https://matching.example.org.");
}
