namespace Matching.Ingest.Reading;

/// <summary>
/// A temporary file for content that can be read only once. Its name is made here and never from the content, only this
/// user can read it, and it is gone when it is closed.
/// </summary>
internal static class Spool
{
    /// <summary>Copies <paramref name="source"/> to its end and returns the copy, at its start.</summary>
    /// <exception cref="SourceException">It is longer than <paramref name="limit"/> bytes.</exception>
    internal static FileStream Copy(Stream source, long limit, CancellationToken ct)
    {
        var copy = Make();
        try
        {
            var buffer = new byte[1 << 16];
            for (int read; (read = source.Read(buffer)) > 0;)
            {
                ct.ThrowIfCancellationRequested();
                if (copy.Length + read > limit)
                {
                    throw new SourceException($"the content is longer than {limit:N0} bytes. Divide it into several files");
                }
                copy.Write(buffer.AsSpan(0, read));
            }
            copy.Position = 0;
            return copy;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    private static FileStream Make()
    {
        var path = Path.Combine(Path.GetTempPath(), $"matching-{Guid.NewGuid():N}.part");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(path, options);

        // The name goes at once where a file may live without one, so that a killed process leaves no personal data behind.
        if (!OperatingSystem.IsWindows()) File.Delete(path);
        return file;
    }
}
