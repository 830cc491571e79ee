using Matching.Api.Delivery;
using MimeKit;

namespace Matching.Api.Tests.Delivery;

public sealed class MailFolderTests : IDisposable
{
    private readonly string folder = Path.Combine(Directory.CreateTempSubdirectory("matching-mail-").FullName, "mail");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);

    [Fact]
    public async Task A_letter_is_a_whole_file_of_its_id_for_this_user_alone()
    {
        await new MailFolder(folder).CarryAsync(Letter("f00d", "Hej å"), Ct);
        var file = Assert.Single(Directory.GetFiles(folder));
        Assert.Equal("f00d.eml", Path.GetFileName(file));
        Assert.Equal("Hej å", (await MimeMessage.LoadAsync(file, Ct)).TextBody!.TrimEnd());
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
    }

    [Fact]
    public async Task A_repeat_takes_the_place_of_the_first_and_of_what_a_killed_process_has_left()
    {
        var carrier = new MailFolder(folder);
        await carrier.CarryAsync(Letter("f00d", "one"), Ct);
        await File.WriteAllTextAsync(Path.Combine(folder, ".f00d.1.part"), "From: half", Ct);
        await carrier.CarryAsync(Letter("f00d", "two", epoch: 2), Ct);
        Assert.Equal("two", (await MimeMessage.LoadAsync(Assert.Single(Directory.GetFiles(folder)), Ct)).TextBody!.TrimEnd());
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_told_without_a_name()
    {
        await File.WriteAllTextAsync(folder, "", Ct);
        var failure = await Assert.ThrowsAsync<MailException>(() => new MailFolder(folder).CarryAsync(Letter("f00d", "x"), Ct));
        Assert.DoesNotContain("example.org", failure.Message, StringComparison.Ordinal);
    }

    internal static Letter Letter(string id, string text, long epoch = 1)
    {
        var mime = new MimeMessage { MessageId = $"{id}@example.org", Subject = "Förslag", Body = new TextPart("plain") { Text = text } };
        mime.From.Add(new MailboxAddress("Samverket", "samverket@example.org"));
        mime.To.Add(new MailboxAddress("Anna Berg", "anna@example.org"));
        return new Letter(id, epoch, mime);
    }
}
