using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Matching.Api.Network;

/// <summary>The few things that every SVG of ours is made with.</summary>
internal static class Svg
{
    internal const string MediaType = "image/svg+xml";

    private static readonly XNamespace Namespace = "http://www.w3.org/2000/svg";

    internal static XName Name(string element) => Namespace + element;

    internal static string Number(double value) => Math.Round(value, 1).ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>Text without the characters that XML cannot hold even escaped.</summary>
    internal static string Clean(string text) => string.Concat(text.EnumerateRunes().Where(rune => !rune.IsBmp || XmlConvert.IsXmlChar((char)rune.Value)));

    internal static XElement Text(double x, double y, double size, string text, string anchor = "start", string fill = "#1b1b1b") => new(
        Name("text"),
        new XAttribute("x", Number(x)),
        new XAttribute("y", Number(y)),
        new XAttribute("font-size", Number(size)),
        new XAttribute("text-anchor", anchor),
        new XAttribute("fill", fill),
        Clean(text));

    /// <summary>About how wide a text is in a common sans-serif face; rather too wide than too narrow.</summary>
    internal static double Width(string text, double size) => size * text.EnumerateRunes().Sum(rune => rune.Value switch
    {
        'i' or 'j' or 'l' or 'I' or '.' or ',' or '\'' or '|' or ' ' or 'f' or 't' or 'r' or '-' => 0.36,
        'm' or 'w' or 'M' or 'W' or '@' or '%' => 0.95,
        _ when Rune.IsUpper(rune) => 0.72,
        _ when rune.IsBmp && rune.Value < 0x1100 => 0.58,
        _ => 1.05,
    });

    /// <summary>The text, cut with an ellipsis where it would be wider than <paramref name="width"/>.</summary>
    internal static string Fit(string text, double size, double width)
    {
        if (Width(text, size) <= width) return text;
        var kept = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (Width(kept.ToString() + rune + "…", size) > width) break;
            kept.Append(rune);
        }
        return kept.ToString().TrimEnd() + "…";
    }
}
