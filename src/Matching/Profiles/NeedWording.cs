using System.Text.RegularExpressions;

namespace Matching.Profiles;

/// <summary>
/// Reads how complex a need is from its wording: what it asks for is told by how it begins to ask, and joint work by its own words.
/// </summary>
/// <remarks>
/// The signs are those of the model's table (§3, after Hansen 1999 and Aral and Van Alstyne 2011): information "who knows, where, which
/// form"; advice "how did you do"; complex "joint work, tacit, politically sensitive". Joint work outweighs a question word, since "how do
/// we agree on" asks for no answer that fits on a line. A need without a sign is a request for advice. A host or the member can say
/// otherwise.
/// </remarks>
public static partial class NeedWording
{
    /// <summary>How complex the need is.</summary>
    public static NeedComplexity Of(string need)
    {
        if (JointSigns().IsMatch(need)) return NeedComplexity.Joint;
        if (AdviceSigns().IsMatch(need)) return NeedComplexity.Advice;
        return InformationSigns().IsMatch(need) ? NeedComplexity.Information : NeedComplexity.Advice;
    }

    /// <summary>χ of the model: 0, ½ or 1.</summary>
    public static double Chi(NeedComplexity complexity) => (int)complexity / 2.0;

    [GeneratedRegex(
        @"\b(tillsammans|gemensam\w*|samverk\w+|samordn\w+|samarbet\w+|målkonflikt\w*|krock\w*|enas|förtroende|känslig\w*|konflikt\w*|bygga upp|kultur(en|förändring)?|omställning\w*|ingen äger|var för sig|jointly|together|collaborat\w+|coordinat\w+|trust|conflict\w*|sensitive|agree on)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex JointSigns();

    [GeneratedRegex(
        @"\b(hur (gör|gjorde|har|gick|kan|ska|löste|lyckades)|erfarenhet\w*|exempel|råd|lära|lärdom\w*|pröva\w*|how (do|did|can|should)|experience\w*|examples?|lessons?|learn\w*|advice)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex AdviceSigns();

    [GeneratedRegex(
        @"\b(vem|vilk(en|et|a)|var finns|vart|vet inte (om|när|var|vart|vem|vilk\w+)|besked|blankett\w*|kontakt (med|till|hos|på)|uppgift\w*|statistik\w*|siffror|who|where|which|whom|contact (at|with|for)|forms?|figures|statistics)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex InformationSigns();
}
