using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace Matching.Api.Delivery;

/// <summary>Hands each letter to a mail server by SMTP.</summary>
internal sealed class MailServer(SmtpOptions options) : IMailCarrier
{
    public async Task CarryAsync(Letter letter, CancellationToken ct)
    {
        using var client = new SmtpClient();
        try
        {
            await client.ConnectAsync(options.Host, options.Port, Security, ct);
            if (options.User is { } user) await client.AuthenticateAsync(user, options.Password ?? "", ct);
            await client.SendAsync(letter.Mime, ct);
        }
        catch (Exception failure) when (failure is IOException or SocketException or AuthenticationException or SslHandshakeException
            or CommandException or ProtocolException or ServiceNotAuthenticatedException or NotSupportedException)
        {
            // A server's own words may hold the address.
            var code = failure is SmtpCommandException refused ? $", code {(int)refused.StatusCode}" : "";
            throw new MailException($"the mail server did not take it ({failure.GetType().Name}{code})", failure);
        }
        await PartAsync(client, ct);
    }

    private SecureSocketOptions Security => options.Tls switch
    {
        MailTls.None => SecureSocketOptions.None,
        MailTls.OnConnect => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.StartTls,
    };

    // The letter is the server's already; how the two part changes nothing.
    private static async Task PartAsync(SmtpClient client, CancellationToken ct)
    {
        try
        {
            await client.DisconnectAsync(quit: true, ct);
        }
        catch (Exception failure) when (failure is IOException or SocketException or CommandException or ProtocolException or OperationCanceledException)
        {
            // Nothing is left to be said.
        }
    }
}
