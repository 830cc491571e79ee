using System.Data.Common;
using System.Globalization;

namespace Matching.Storage;

/// <summary>Where the store is: the value of <c>--store</c> and <c>Matching__Store</c>.</summary>
public sealed record StoreAddress
{
    private StoreAddress(string file, TimeSpan patience)
    {
        File = Path.GetFullPath(file);
        Patience = patience;
    }

    /// <summary><c>./data/matching.db</c>.</summary>
    public static StoreAddress Default => new(Path.Combine("data", "matching.db"), DefaultPatience);

    /// <summary>The file of the embedded store, as a full path.</summary>
    public string File { get; }

    /// <summary>The folder that the file lies in, as a full path.</summary>
    public string Folder => Path.GetDirectoryName(File)!;

    /// <summary>
    /// How long a write waits for another process before it gives up. Long enough for a whole import by the command
    /// line beside a running server; <c>Data Source=…;Default Timeout=5</c> sets it, in seconds.
    /// </summary>
    public TimeSpan Patience { get; }

    private static TimeSpan DefaultPatience => TimeSpan.FromSeconds(30);

    /// <summary>
    /// Reads a file path or <c>Data Source=…</c> (the embedded store); null or blank is <see cref="Default"/>.
    /// </summary>
    /// <exception cref="StoreException">The text is neither, or names a kind of store that this version does not have.</exception>
    public static StoreAddress Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return Default;
        return text.Contains('=', StringComparison.Ordinal) ? OfSettings(text) : OfFile(text, DefaultPatience);
    }

    private static StoreAddress OfSettings(string text)
    {
        var settings = Settings(text);
        if (settings.ContainsKey("Host") || settings.ContainsKey("Server"))
        {
            throw Bad("PostgreSQL is not supported by this version. Give a file path, as in --store ./data/matching.db.");
        }
        var unknown = settings.Keys.Cast<string>().FirstOrDefault(key => !IsFileKey(key) && !IsTimeoutKey(key));
        if (unknown is not null)
        {
            throw Bad($"The store's address has a setting '{unknown}' that is not known. Known are Data Source and Default Timeout.");
        }
        var file = settings.Keys.Cast<string>().Where(IsFileKey).Select(key => (string)settings[key]).FirstOrDefault();
        if (string.IsNullOrWhiteSpace(file)) throw Bad("The store's address lacks Data Source. Write it as Data Source=./data/matching.db.");
        return OfFile(file, settings.TryGetValue("Default Timeout", out var seconds) ? Seconds((string)seconds) : DefaultPatience);
    }

    private static DbConnectionStringBuilder Settings(string text)
    {
        try
        {
            return new DbConnectionStringBuilder { ConnectionString = text };
        }
        catch (ArgumentException broken)
        {
            throw new StoreException(
                StoreFault.Unsupported, "The store's address is neither a file path nor of the form Data Source=./data/matching.db.", broken);
        }
    }

    private static bool IsFileKey(string key) =>
        key.Equals("Data Source", StringComparison.OrdinalIgnoreCase)
        || key.Equals("DataSource", StringComparison.OrdinalIgnoreCase)
        || key.Equals("Filename", StringComparison.OrdinalIgnoreCase);

    private static bool IsTimeoutKey(string key) => key.Equals("Default Timeout", StringComparison.OrdinalIgnoreCase);

    private static TimeSpan Seconds(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 1 and <= 3600
            ? TimeSpan.FromSeconds(seconds)
            : throw Bad($"Default Timeout is '{text}', and should be whole seconds from 1 to 3600.");

    private static StoreAddress OfFile(string file, TimeSpan patience)
    {
        // In SQLite these names mean a store without a file, which would forget everything at the end.
        if (file.StartsWith(':') || file.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            throw Bad($"'{file}' is not a file path. The store lies in a file, as in ./data/matching.db.");
        }
        if (file.Contains('\0', StringComparison.Ordinal)) throw Bad("The store's address contains a character that no file name has.");
        if (Path.EndsInDirectorySeparator(file) || Directory.Exists(file))
        {
            throw Bad($"'{file}' is a folder. Name the file in it, as in {Path.Combine(file, "matching.db")}.");
        }
        return new StoreAddress(file, patience);
    }

    private static StoreException Bad(string message) => new(StoreFault.Unsupported, message);
}
