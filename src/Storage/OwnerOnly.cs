namespace Matching.Storage;

/// <summary>Folders and files that this user alone can open. On Windows they have the access list of where they lie.</summary>
internal static class OwnerOnly
{
    public const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static void MakeFolder(string folder)
    {
        if (Directory.Exists(folder)) return;
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, FileMode | UnixFileMode.UserExecute);
    }

    /// <exception cref="IOException">There is such a file already, or it cannot be made.</exception>
    public static FileStream CreateFile(string file)
    {
        var options = new FileStreamOptions { Mode = System.IO.FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = FileMode;
        return new FileStream(file, options);
    }
}
