using System.Text.Json;

namespace Matching.Storage.Tests;

/// <summary>Records hold lists, which compare by reference; here two are the same when they say the same.</summary>
internal static class Same
{
    public static void As<T>(T expected, T actual) => Assert.Equal(Text(expected), Text(actual));

    public static string Text<T>(T value) => JsonSerializer.Serialize(value);
}
