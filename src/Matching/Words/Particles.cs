using System.Collections.Frozen;

namespace Matching.Words;

/// <summary>Short words that lean on the part behind them: verb particles, prepositions and numerals.</summary>
/// <remarks>
/// In a compound of three parts such a word makes one element with its neighbour (en-gångs|bruk, beroende|fram-kallande), and tells nothing
/// by itself. In a compound of two it is what the other part is not (in|gift), so it stays.
/// </remarks>
internal static class Particles
{
    private static readonly FrozenSet<string> Words = """
        an av bi bort efter fram från för före genom hem hop in inne ihjäl isär kring kvar loss med mellan miss mot ned ner om omkring på sam samman
        sär till under upp uppe ut ute vid åt åter över
        en ett två tre fyra fem sex sju åtta nio tio elva tolv halv hel
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Joins every particle to the part behind it, when there are more than two parts.</summary>
    internal static void Join(List<CompoundPart> parts)
    {
        for (var at = parts.Count - 2; at >= 0 && parts.Count > 2; at--)
        {
            if (!Words.Contains(parts[at].Text)) continue;
            parts[at] = new CompoundPart(parts[at].Text + parts[at + 1].Text, parts[at].Text + parts[at + 1].Word);
            parts.RemoveAt(at + 1);
        }
    }
}
