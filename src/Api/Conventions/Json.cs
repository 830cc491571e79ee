using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Matching.Profiles;

namespace Matching.Api.Conventions;

/// <summary>How values are written: camelCase fields, kebab-case terms, UTC times with at most six fraction digits, å as å; no text holds U+0000.</summary>
internal static class Json
{
    internal static JsonSerializerOptions Options { get; } = Apply(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    internal static JsonSerializerOptions Apply(JsonSerializerOptions options)
    {
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
        options.Converters.Add(new TextConverter());
        options.Converters.Add(new TimeConverter());
        options.Converters.Add(new WeekConverter());
        options.Converters.Add(new FieldsConverter());
        options.Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);
        options.RespectNullableAnnotations = true;
        return options;
    }

    /// <summary>PostgreSQL keeps no text with U+0000 and SQLite does, so it is refused before either is asked.</summary>
    private sealed class TextConverter : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.String) throw new JsonException();
            var text = reader.GetString()!;
            return NulCharacter.IsIn(text) ? throw new JsonException(NulCharacter.Detail) : text;
        }

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
    }

    /// <summary>A body of any fields. Read to its end, since a node finds a field that stands twice, or half a character, only when it is asked for one.</summary>
    private sealed class FieldsConverter : JsonConverter<JsonObject>
    {
        public override JsonObject Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException();
            var fields = JsonNode.Parse(ref reader)!.AsObject();
            try
            {
                Walk(fields);
                return fields;
            }
            catch (Exception wrong) when (wrong is ArgumentException or InvalidOperationException)
            {
                throw new JsonException("A field stands twice, or a text is not Unicode.");
            }
        }

        public override void Write(Utf8JsonWriter writer, JsonObject value, JsonSerializerOptions options) => value.WriteTo(writer, options);

        private static void Walk(JsonNode? node)
        {
            switch (node)
            {
                case JsonObject inner:
                    foreach (var (_, field) in inner) Walk(field);
                    break;
                case JsonArray items:
                    foreach (var item in items) Walk(item);
                    break;
                case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                    value.GetValue<string>();
                    break;
            }
        }
    }

    private sealed class TimeConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var time) && HasOffset(reader.GetString()!)
                ? time
                : throw new JsonException("A time is written as 2026-11-23T08:00:00Z, with its offset.");

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture));

        private static bool HasOffset(string text) => text.EndsWith('Z') || text.EndsWith('z') || (text.Length > 6 && text[^3] == ':' && text[^6] is '+' or '-');
    }

    private sealed class WeekConverter : JsonConverter<IsoWeek>
    {
        public override IsoWeek Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && IsoWeek.TryParse(reader.GetString(), out var week)
                ? week
                : throw new JsonException("A week is written as 2026-W48.");

        public override void Write(Utf8JsonWriter writer, IsoWeek value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
