using System.Net;
using System.Net.Sockets;
using System.Text;
using Matching.Api.Delivery;
using MimeKit;

namespace Matching.Api.Tests.Delivery;

public sealed class MailServerTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_letter_reaches_the_server_under_its_own_id()
    {
        await using var server = new SmallSmtpServer("250 taken");
        await new MailServer(server.Options).CarryAsync(MailFolderTests.Letter("f00d", "Hej å"), Ct);
        var mail = await MimeMessage.LoadAsync(new MemoryStream(Encoding.Latin1.GetBytes(await server.Mail.WaitAsync(Ct))), Ct);
        Assert.Equal("f00d@example.org", mail.MessageId);
        Assert.Equal("Hej å", mail.TextBody!.TrimEnd());
    }

    [Fact]
    public async Task What_the_server_refuses_is_told_by_its_code_and_not_in_its_words()
    {
        await using var server = new SmallSmtpServer("451 anna@example.org later");
        var failure = await Assert.ThrowsAsync<MailException>(() => new MailServer(server.Options).CarryAsync(MailFolderTests.Letter("f00d", "x"), Ct));
        Assert.Contains("451", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("anna", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_does_not_know_TLS_gets_nothing_unless_that_is_allowed()
    {
        await using var server = new SmallSmtpServer("250 taken");
        await Assert.ThrowsAsync<MailException>(() => new MailServer(server.Options with { Tls = MailTls.StartTls }).CarryAsync(MailFolderTests.Letter("f00d", "x"), Ct));
        Assert.False(server.Mail.IsCompleted);
    }

    [Fact]
    public async Task A_server_that_is_not_there_may_be_later()
    {
        SmtpOptions options;
        await using (var server = new SmallSmtpServer("250 taken")) options = server.Options;
        await Assert.ThrowsAsync<MailException>(() => new MailServer(options).CarryAsync(MailFolderTests.Letter("f00d", "x"), Ct));
    }

    /// <summary>Takes one connection and as much of RFC 5321 as a letter needs.</summary>
    private sealed class SmallSmtpServer : IAsyncDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);
        private readonly TaskCompletionSource<string> mail = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Task serving;

        internal SmallSmtpServer(string answer)
        {
            listener.Start();
            Options = new SmtpOptions { Host = "127.0.0.1", Port = ((IPEndPoint)listener.LocalEndpoint).Port, Tls = MailTls.None };
            serving = ServeAsync(answer);
        }

        internal SmtpOptions Options { get; }

        internal Task<string> Mail => mail.Task;

        public async ValueTask DisposeAsync()
        {
            listener.Dispose();
            await serving;
        }

        private async Task ServeAsync(string answer)
        {
            try
            {
                using var client = await listener.AcceptTcpClientAsync();
                await using var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.Latin1);
                await using var writer = new StreamWriter(stream, Encoding.Latin1) { NewLine = "\r\n", AutoFlush = true };
                await writer.WriteLineAsync("220 small");
                while (await reader.ReadLineAsync() is { } line)
                {
                    if (line == "DATA")
                    {
                        await writer.WriteLineAsync("354 go on");
                        var text = await ReadMailAsync(reader);
                        await writer.WriteLineAsync(answer);
                        if (answer.StartsWith('2')) mail.TrySetResult(text);
                    }
                    else await writer.WriteLineAsync("250 small");
                }
            }
            catch (Exception gone) when (gone is SocketException or IOException or ObjectDisposedException)
            {
                // The other side has left, or nobody came.
            }
        }

        private static async Task<string> ReadMailAsync(StreamReader reader)
        {
            var text = new StringBuilder();
            while (await reader.ReadLineAsync() is { } line && line != ".") text.Append(line.StartsWith("..", StringComparison.Ordinal) ? line[1..] : line).Append("\r\n");
            return text.ToString();
        }
    }
}
