using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Matching.Storage.Access;

/// <summary>The secret that signs this installation's tokens: 32 random bytes, as one line of base64url in a file of this user's alone.</summary>
public sealed class LocalKey
{
    /// <summary>256 bits, as HS256 asks for (RFC 7518, 3.2).</summary>
    public const int Length = 32;

    private LocalKey(byte[] bytes) => Bytes = bytes;

    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Where the key lies unless it is said otherwise: beside the embedded store.</summary>
    public static string DefaultPath(StoreAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return Path.Combine(address.Folder, "access.key");
    }

    /// <summary>Reads the key at <paramref name="path"/>, or makes one there. Of two that make it at once, both get the same.</summary>
    /// <exception cref="StoreException">The file cannot be read or made, is no key, or can be read by others.</exception>
    public static LocalKey ReadOrMake(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var file = Path.GetFullPath(path);
        try
        {
            if (!File.Exists(file)) Make(file);
            return Read(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(
                StoreFault.NotWritable,
                $"The key file {file} cannot be read or made ({failure.Message.TrimEnd('.')}). "
                + "Give this user permission on it, or name another with Matching__Access__KeyFile.",
                failure);
        }
    }

    // Written aside and then given its name, which fails when the name is taken: nobody ever reads half a key.
    private static void Make(string file)
    {
        OwnerOnly.MakeFolder(Path.GetDirectoryName(file)!);
        var aside = $"{file}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";
        Write(aside, Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Length)) + "\n");
        try
        {
            Name(aside, file);
        }
        catch (IOException) when (File.Exists(file))
        {
            // Another process was first, and its key is the one.
        }
        finally
        {
            File.Delete(aside);
        }
    }

    // On Unix File.Move looks whether the name is free and then takes it, between which two steps another can come (30
    // threads got 27 keys); a hard link does both at once. A disk without hard links is left with File.Move.
    private static void Name(string aside, string file)
    {
        if (OperatingSystem.IsWindows() || (Link(aside, file) != 0 && !File.Exists(file))) File.Move(aside, file, overwrite: false);
    }

    [DllImport("libc", EntryPoint = "link", BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Link([MarshalAs(UnmanagedType.LPUTF8Str)] string from, [MarshalAs(UnmanagedType.LPUTF8Str)] string to);

    private static void Write(string file, string text)
    {
        using var stream = OwnerOnly.CreateFile(file);
        stream.Write(Encoding.ASCII.GetBytes(text));
        stream.Flush(flushToDisk: true);
    }

    private static LocalKey Read(string file)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & ~(OwnerOnly.FileMode | UnixFileMode.UserExecute)) != 0)
        {
            throw new StoreException(
                StoreFault.NotWritable,
                $"The key file {file} can be read or written by other users, so anybody may have signed with it. "
                + $"Delete it to get a new key (which ends all tokens), or run: chmod 600 {file}");
        }
        var text = File.ReadAllText(file).Trim();
        var bytes = new byte[Length];
        if (Base64Url.IsValid(text, out var length) && length == Length && Base64Url.TryDecodeFromChars(text, bytes, out _))
        {
            return new LocalKey(bytes);
        }
        throw new StoreException(
            StoreFault.NotAStore,
            $"The file {file} holds no key ({Length} bytes as base64url). Delete it to get a new key, which ends all tokens.");
    }
}
