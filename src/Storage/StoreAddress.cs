using System.Data.Common;
using System.Globalization;
using Npgsql;

namespace Matching.Storage;

/// <summary>Where the store is: the value of <c>--store</c> and <c>Matching__Store</c>.</summary>
public sealed record StoreAddress
{
    private StoreAddress(string name, string folder, TimeSpan patience)
    {
        Name = name;
        Folder = folder;
        Patience = patience;
    }

    /// <summary><c>./data/matching.db</c>.</summary>
    public static StoreAddress Default => OfFile(Path.Combine(DefaultFolder, "matching.db"), DefaultPatience);

    /// <summary>What messages call the store: the file as a full path, or <c>matching on db</c> for a database and its host. Never a password.</summary>
    public string Name { get; }

    /// <summary>The file of the embedded store, as a full path; null where the store is a PostgreSQL database.</summary>
    public string? File { get; private init; }

    /// <summary>
    /// The folder of what this machine alone keeps, as a full path: where the file of the embedded store lies, and
    /// <c>./data</c> beside a PostgreSQL database.
    /// </summary>
    public string Folder { get; }

    /// <summary>
    /// How long a write waits for another process before it gives up. Long enough for a whole import by the command
    /// line beside a running server; <c>Data Source=…;Default Timeout=5</c> or <c>Host=…;Command Timeout=5</c> sets it, in
    /// seconds.
    /// </summary>
    public TimeSpan Patience { get; }

    /// <summary>The settings of the connection to PostgreSQL, with its password; null where the store is a file.</summary>
    internal string? Server { get; private init; }

    private static string DefaultFolder => "data";

    private static TimeSpan DefaultPatience => TimeSpan.FromSeconds(30);

    /// <summary>
    /// Reads a file path or <c>Data Source=…</c> (the embedded store), or <c>Host=…;Database=…</c> with any other setting of
    /// Npgsql (PostgreSQL); null or blank is <see cref="Default"/>.
    /// </summary>
    /// <exception cref="StoreException">The text is none of these.</exception>
    public static StoreAddress Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return Default;
        return text.Contains('=', StringComparison.Ordinal) ? OfSettings(text) : OfFile(text, DefaultPatience);
    }

    private static StoreAddress OfSettings(string text)
    {
        var settings = Settings(text);
        if (settings.ContainsKey("Host") || settings.ContainsKey("Server")) return OfServer(text);
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
        var full = Path.GetFullPath(file);
        return new StoreAddress(full, Path.GetDirectoryName(full)!, patience) { File = full };
    }

    // The text holds a password, so what Npgsql says of it is not repeated.
    private static StoreAddress OfServer(string text)
    {
        NpgsqlConnectionStringBuilder settings;
        try
        {
            settings = new NpgsqlConnectionStringBuilder(text);
        }
        catch (Exception broken) when (broken is ArgumentException or FormatException or InvalidCastException or KeyNotFoundException)
        {
            throw Bad("The store's address has a setting that PostgreSQL's driver does not know. "
                + "Write it as Host=…;Database=…;Username=…;Password=…, with the settings of www.npgsql.org/doc/connection-string-parameters.");
        }
        if (string.IsNullOrWhiteSpace(settings.Database)) throw Bad("The store's address lacks Database. Write it as Host=db;Database=matching;Username=….");
        return new StoreAddress(
            $"{settings.Database} on {settings.Host}", Path.GetFullPath(DefaultFolder), TimeSpan.FromSeconds(settings.CommandTimeout))
        {
            Server = text,
        };
    }

    private static StoreException Bad(string message) => new(StoreFault.Unsupported, message);
}
