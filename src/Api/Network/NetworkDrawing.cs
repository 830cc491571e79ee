using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Matching.Bridges;

namespace Matching.Api.Network;

/// <summary>What a picture of a hub's network shows.</summary>
internal sealed record NetworkScene
{
    internal required string Hub { get; init; }

    /// <summary>The day that the map is of.</summary>
    internal required DateOnly Day { get; init; }
    internal required NetworkMap Map { get; init; }

    /// <summary>The day that it is compared with; null for no comparison.</summary>
    internal DateOnly? Since { get; init; }

    /// <summary>Pairs of places that were not joined on <see cref="Since"/>.</summary>
    internal IReadOnlySet<(int A, int B)> Recent { get; init; } = new HashSet<(int, int)>();

    /// <summary>What a round would join; null without a round.</summary>
    internal IReadOnlyList<(int A, int B)>? Added { get; init; }

    /// <summary>What is said in words beneath the title, in Swedish and in English.</summary>
    internal required (string Sv, string En) Words { get; init; }

    /// <summary>Numbers of members, and widths, are left out where exact ones are nobody's business outside the hub.</summary>
    internal bool IsForOutsiders { get; init; }
}

/// <summary>
/// Draws which organisations of a hub are joined, as an SVG that stands alone and prints: no script, no font of its own, a white ground.
/// The same scene gives the same bytes.
/// </summary>
internal sealed class NetworkDrawing
{
    private const double Width = 1000;
    private const double Top = 112;
    private const double LeastHeight = 466;
    private const double FootHeight = 122;
    private const double Radius = 235;
    private const double Margin = 24;
    private const double LabelSize = 13;
    private const double NoteSize = 10.5;
    private const double LabelRow = 27;
    private const double LabelGap = 5;

    // A star and a triangle reach further out than a circle of their area.
    private const double FurthestCorner = 1.5;

    private const int SignsARow = 5;
    private const double SignWidth = 192;
    private const double KeyWidth = 36;
    private const double DashedWidth = 2.6;
    private const string Dashes = "9 6";

    // A member's share of the sign's area; large organisations shrink all alike, so that areas stay comparable.
    private const double OnePerson = 6.2;
    private const double LargestSign = 25;

    private const string Quiet = "#4d4d4d";
    private const string Standing = "#868f99";
    private const string Fresh = "#0b3d91";
    private const string Planned = "#b3261e";

    private static readonly CultureInfo Swedish = CultureInfo.GetCultureInfo("sv-SE");
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    private readonly NetworkScene scene;
    private readonly double[] radii;
    private readonly CircleLayout layout;

    private NetworkDrawing(NetworkScene scene)
    {
        this.scene = scene;
        var map = scene.Map;
        var unit = Math.Min(OnePerson, LargestSign / Math.Sqrt(map.Nodes.Select(node => node.Members).DefaultIfEmpty(1).Max()));
        radii = [.. map.Nodes.Select(node => unit * Math.Sqrt(scene.IsForOutsiders ? SmallCells.Rounded(node.Members) : node.Members))];
        var order = CircleOrder.Of(map.Nodes.Count, [.. map.Lines.Select(line => (line.A, line.B)), .. scene.Added ?? []]);
        layout = CircleLayout.Of(order, [.. radii.Select(radius => Math.Max(LabelRow, 2 * FurthestCorner * radius))], Width / 2, Radius, Top, LeastHeight);
    }

    /// <summary>The picture as SVG.</summary>
    internal static string Draw(NetworkScene scene) => Write(new NetworkDrawing(scene).Picture());

    internal static string Day(DateOnly day, bool swedish = true) => day.ToString("d MMMM yyyy", swedish ? Swedish : English);

    private string SwedishTitle => $"{scene.Hub}: vilka organisationer som har kontakt";

    private string EnglishTitle => $"In touch on {Day(scene.Day, swedish: false)}";

    private double Height => Top + layout.Height + FootHeight;

    private XElement Picture() => new(
        Svg.Name("svg"),
        new XAttribute("viewBox", $"0 0 {Svg.Number(Width)} {Svg.Number(Height)}"),
        new XAttribute("width", Svg.Number(Width)),
        new XAttribute("height", Svg.Number(Height)),
        new XAttribute("role", "img"),
        new XAttribute("aria-labelledby", "title desc"),
        new XAttribute(XNamespace.Xml + "lang", "sv"),
        new XAttribute("font-family", "Arial, Helvetica, 'Liberation Sans', sans-serif"),
        new XElement(Svg.Name("title"), new XAttribute("id", "title"), Svg.Clean($"{SwedishTitle}, {Day(scene.Day)}")),
        new XElement(Svg.Name("desc"), new XAttribute("id", "desc"), new XAttribute(XNamespace.Xml + "lang", "en"), Svg.Clean($"{EnglishTitle}: {scene.Words.En}")),
        new XElement(Svg.Name("rect"), new XAttribute("width", "100%"), new XAttribute("height", "100%"), new XAttribute("fill", "#ffffff")),
        Heading(),
        Lines(),
        Places(),
        Legend());

    private XElement Heading()
    {
        var since = scene.Since is { } day ? $" · jämfört med {Day(day)}" : "";
        return Group(
            "heading",
            Bold(Svg.Text(Margin, 38, 23, Svg.Fit(SwedishTitle, 23, Width - (2 * Margin)))),
            Svg.Text(Margin, 61, 14, Day(scene.Day) + since, fill: Quiet),
            Svg.Text(Margin, 83, 13, Svg.Fit(scene.Words.Sv, 13, Width - (2 * Margin))),
            InEnglish(Svg.Text(Margin, 100, 11, Svg.Fit(scene.Words.En, 11, Width - (2 * Margin)), fill: Quiet)));
    }

    private XElement Lines()
    {
        // The weaker and the older lie beneath.
        var standing = scene.Map.Lines.OrderBy(line => scene.Recent.Contains((line.A, line.B))).ThenBy(line => line.Strength)
            .Select(line => scene.Recent.Contains((line.A, line.B))
                ? Line("recent", line.A, line.B, Thickness(line.Strength), Fresh)
                : Line("joined", line.A, line.B, Thickness(line.Strength), Standing));
        var added = (scene.Added ?? []).Select(pair => Line("added", pair.A, pair.B, DashedWidth, Planned, new XAttribute("stroke-dasharray", Dashes)));
        return Group("lines", [.. standing, .. added]);
    }

    // W = 0.2 is one weak tie, W = 4 a handful of strong ones; beyond six widths a line would hide what lies beneath.
    private double Thickness(double strength) => scene.IsForOutsiders ? 2 : 0.8 + Math.Min(5.2, 1.3 * strength);

    /// <summary>Bent towards the middle, so that a line between neighbours does not run through those between them.</summary>
    private XElement Line(string kind, int a, int b, double thickness, string colour, params XAttribute[] further)
    {
        var (from, to) = (layout.Spots[a], layout.Spots[b]);
        var (middleX, middleY) = (Width / 2, Top + (layout.Height / 2));
        var (bendX, bendY) = ((from.X + to.X + (2 * middleX)) / 4, (from.Y + to.Y + (2 * middleY)) / 4);
        return new XElement(
            Svg.Name("path"),
            new XAttribute("class", kind),
            new XAttribute("data-pair", Svg.Clean($"{Id(a)}|{Id(b)}")),
            new XAttribute("d", $"M{Svg.Number(from.X)} {Svg.Number(from.Y)}Q{Svg.Number(bendX)} {Svg.Number(bendY)} {Svg.Number(to.X)} {Svg.Number(to.Y)}"),
            new XAttribute("fill", "none"),
            new XAttribute("stroke", colour),
            new XAttribute("stroke-width", Svg.Number(thickness)),
            further);
    }

    private XElement Places() => Group("organisations", [.. Enumerable.Range(0, scene.Map.Nodes.Count).Select(Place)]);

    private XElement Place(int number)
    {
        var (node, spot) = (scene.Map.Nodes[number], layout.Spots[number]);
        var sign = SectorSign.Of(node.Organisation?.Sector);
        var direction = spot.IsRight ? 1 : -1;
        var x = spot.X + (direction * ((radii[number] * FurthestCorner) + LabelGap));
        var room = (spot.IsRight ? Width - x : x) - Margin;
        var anchor = spot.IsRight ? "start" : "end";
        return new XElement(
            Svg.Name("g"),
            new XAttribute("class", "organisation"),
            new XElement(Svg.Name("title"), Svg.Clean($"{node.Organisation?.Name ?? "Övriga"} ({sign.Sv}, {People(node)})")),
            sign.Draw(spot.X, spot.Y, radii[number]),
            Bold(Svg.Text(x, spot.Y - 1, LabelSize, Svg.Fit(Label(node), LabelSize, room), anchor)),
            Svg.Text(x, spot.Y + 11, NoteSize, Svg.Fit(Note(node, sign), NoteSize, room), anchor, Quiet));
    }

    private string Id(int number) => scene.Map.Nodes[number].Organisation?.Id ?? "";

    private static string Label(MapNode node) => node.Organisation is { } organisation ? organisation.ShortName ?? organisation.Name : "Övriga · Others";

    private string Note(MapNode node, SectorSign sign) => node.Organisation is null ? People(node) : $"{sign.Sv}, {People(node)}";

    private string People(MapNode node) => scene.IsForOutsiders ? $"ungefär {SmallCells.Rounded(node.Members)} personer"
        : node.Members == 1 ? "1 person" : string.Create(Swedish, $"{node.Members} personer");

    private XElement Legend()
    {
        var top = Top + layout.Height + 12;
        var entries = new List<XElement> { Rule(top) };
        var signs = scene.Map.Nodes.OrderBy(node => node.Organisation is null).ThenBy(node => node.Organisation?.Sector)
            .Select(node => SectorSign.Of(node.Organisation?.Sector)).Distinct().ToList();
        for (var at = 0; at < signs.Count; at++)
        {
            var (x, y) = (Margin + 10 + (at % SignsARow * SignWidth), top + 20 + (at / SignsARow * 30));
            entries.AddRange([signs[at].Draw(x, y, 7), Svg.Text(x + 15, y, 12, signs[at].Sv), InEnglish(Svg.Text(x + 15, y + 12, 10, signs[at].En, fill: Quiet))]);
        }
        entries.AddRange(Keys(top + 86));
        return Group("legend", [.. entries]);
    }

    private IEnumerable<XElement> Keys(double y)
    {
        var x = Margin;
        foreach (var (key, sv, en) in LineKeys(y))
        {
            foreach (var stroke in key)
            {
                stroke.Add(new XAttribute("transform", $"translate({Svg.Number(x)} 0)"));
                yield return stroke;
            }
            if (key.Length > 0) x += KeyWidth + 8;
            yield return Svg.Text(x, y, 12, sv);
            yield return InEnglish(Svg.Text(x, y + 12, 10, en, fill: Quiet));
            x += Math.Max(Svg.Width(sv, 12), Svg.Width(en, 10)) + 18;
        }
    }

    private IEnumerable<(XElement[] Key, string Sv, string En)> LineKeys(double y)
    {
        if (scene.IsForOutsiders) yield return ([Key(y - 1, 2, Standing)], "minst fem personer har kontakt", "at least five people in touch");
        else yield return ([Key(y - 6, Thickness(0.2), Standing), Key(y + 4, Thickness(3), Standing)], "har kontakt; bredare är starkare", "in touch; wider is stronger");
        if (scene.Since is { } since) yield return ([Key(y - 1, 3, Fresh)], $"ny sedan {Day(since)}", $"new since {Day(since, swedish: false)}");
        if (scene.Added is not null) yield return ([Key(y - 1, DashedWidth, Planned, new XAttribute("stroke-dasharray", Dashes))], "ny genom veckans omgång", "new by the week's round");
        yield return ([], scene.IsForOutsiders ? "ytan är ungefär antalet medlemmar" : "ytan är antalet medlemmar", "the area is the number of members");
    }

    private static XElement Key(double y, double thickness, string colour, params XAttribute[] further) => new(
        Svg.Name("path"),
        new XAttribute("d", $"M0 {Svg.Number(y)}H{Svg.Number(KeyWidth)}"),
        new XAttribute("fill", "none"),
        new XAttribute("stroke", colour),
        new XAttribute("stroke-width", Svg.Number(thickness)),
        further);

    private static XElement Rule(double y) => new(
        Svg.Name("path"), new XAttribute("d", $"M{Svg.Number(Margin)} {Svg.Number(y)}H{Svg.Number(Width - Margin)}"), new XAttribute("stroke", "#cccccc"));

    private static XElement Group(string name, params XElement[] parts) => new(Svg.Name("g"), new XAttribute("class", name), parts);

    private static XElement Bold(XElement text)
    {
        text.Add(new XAttribute("font-weight", "bold"), new XAttribute("paint-order", "stroke"), new XAttribute("stroke", "#ffffff"), new XAttribute("stroke-width", "3"));
        return text;
    }

    private static XElement InEnglish(XElement text)
    {
        text.Add(new XAttribute(XNamespace.Xml + "lang", "en"));
        return text;
    }

    private static string Write(XElement picture)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true, Indent = true, NewLineChars = "\n" })) picture.WriteTo(writer);
        return text.ToString();
    }
}
