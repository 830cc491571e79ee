using System.Data.Common;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Matching.Profiles;

namespace Matching.Storage;

/// <summary>How values stand in columns: the same in every dialect, and readable by hand.</summary>
internal static class Columns
{
    private const string DayFormat = "yyyy-MM-dd";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        // What is stored is never put into a page as it is, and å, ä and ö stay readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    /// <summary>Microseconds since 1970 UTC, rounded down: the finest time that both dialects and REST can say.</summary>
    public static long Write(DateTimeOffset at)
    {
        var ticks = at.UtcTicks - DateTime.UnixEpoch.Ticks;
        return ticks >= 0 ? ticks / TimeSpan.TicksPerMicrosecond : (ticks + 1) / TimeSpan.TicksPerMicrosecond - 1;
    }

    public static long? Write(DateTimeOffset? at) => at is { } time ? Write(time) : null;

    public static string Write(DateOnly day) => day.ToString(DayFormat, CultureInfo.InvariantCulture);

    public static string? Write(DateOnly? day) => day is { } date ? Write(date) : null;

    /// <summary>The type of the columns, which a copy into them keeps to.</summary>
    public static short Write(bool yes) => yes ? (short)1 : (short)0;

    public static string WriteList<T>(IReadOnlyList<T> items) => items.Count == 0 ? "[]" : JsonSerializer.Serialize(items, Json);

    public static string WriteJson<T>(T value) => JsonSerializer.Serialize(value, Json);

    public static DateTimeOffset ReadTime(long microseconds) => DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);

    extension(DbDataReader row)
    {
        public string? TextOrNull(int column) => row.IsDBNull(column) ? null : row.GetString(column);

        public double? RealOrNull(int column) => row.IsDBNull(column) ? null : row.GetDouble(column);

        public int? WholeOrNull(int column) => row.IsDBNull(column) ? null : row.GetInt32(column);

        public bool Flag(int column) => row.GetInt32(column) != 0;

        public DateTimeOffset Time(int column) => ReadTime(row.GetInt64(column));

        public DateTimeOffset? TimeOrNull(int column) => row.IsDBNull(column) ? null : row.Time(column);

        public DateOnly Day(int column) => DateOnly.ParseExact(row.GetString(column), DayFormat, CultureInfo.InvariantCulture);

        public DateOnly? DayOrNull(int column) => row.IsDBNull(column) ? null : row.Day(column);

        public T Term<T>(int column) where T : struct, Enum => Vocabulary.Read<T>(row.GetString(column));

        public T? TermOrNull<T>(int column) where T : struct, Enum => row.IsDBNull(column) ? null : row.Term<T>(column);

        public IReadOnlyList<T> List<T>(int column)
        {
            var text = row.GetString(column);
            return text == "[]" ? [] : JsonSerializer.Deserialize<T[]>(text, Json)!;
        }

        public T Value<T>(int column) => JsonSerializer.Deserialize<T>(row.GetString(column), Json)!;
    }
}
