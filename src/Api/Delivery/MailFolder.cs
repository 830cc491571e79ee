namespace Matching.Api.Delivery;

/// <summary>Puts each letter into a folder as a file, <c>id.eml</c>, whole or not at all; a repeat takes the place of the first.</summary>
internal sealed class MailFolder(string folder) : IMailCarrier
{
    public async Task CarryAsync(Letter letter, CancellationToken ct)
    {
        try
        {
            Make(folder);
            // Of this taking's own: one who was passed over may be writing still.
            var aside = Path.Combine(folder, $".{letter.Id}.{letter.Epoch}.part");
            await WriteAsync(letter, aside, ct);
            File.Move(aside, Path.Combine(folder, $"{letter.Id}.eml"), overwrite: true);
            foreach (var left in Directory.GetFiles(folder, $".{letter.Id}.*.part")) File.Delete(left);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new MailException($"the mail folder cannot be written ({failure.GetType().Name})", failure);
        }
    }

    private static async Task WriteAsync(Letter letter, string file, CancellationToken ct)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var stream = new FileStream(file, options);
        await letter.Mime.WriteToAsync(stream, ct);
        stream.Flush(flushToDisk: true);
    }

    private static void Make(string folder)
    {
        if (Directory.Exists(folder)) return;
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
