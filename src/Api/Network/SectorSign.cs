using System.Xml.Linq;
using Matching.Profiles;

namespace Matching.Api.Network;

/// <summary>
/// How a sector is drawn and named: a colour from Okabe and Ito's palette (2008), which the colour-blind can tell apart, a shape that
/// survives black-and-white printing, and a word.
/// </summary>
internal sealed record SectorSign(string Sv, string En, string Colour, Func<double, IEnumerable<(double X, double Y)>>? Corners)
{
    // Small organisations together: whatever sectors they are of.
    internal static readonly SectorSign Others = new("övriga, små tillsammans", "others, small ones together", "#ffffff", null);

    private static readonly Dictionary<Sector, SectorSign> Signs = new()
    {
        [Sector.Agency] = new("statlig myndighet", "agency", "#56b4e9", null),
        [Sector.CountyBoard] = new("länsstyrelse", "county board", "#0072b2", r => Regular(4, Size(4, r), 0)),
        [Sector.Municipality] = new("kommun", "municipality", "#009e73", r => Regular(4, Size(4, r), 45)),
        [Sector.Region] = new("region", "region", "#f0e442", r => Regular(6, Size(6, r), 30)),
        [Sector.PublicCompany] = new("offentligt bolag", "public company", "#e69f00", r => Regular(3, Size(3, r), 0)),
        [Sector.University] = new("universitet", "university", "#cc79a7", Star),
        [Sector.Business] = new("företag", "business", "#d55e00", r => Regular(3, Size(3, r), 180)),
        [Sector.Association] = new("förening", "association", "#999999", Cross),
        [Sector.Other] = new("annat", "other", "#e5e5e5", r => Regular(5, Size(5, r), 0)),
    };

    internal static SectorSign Of(Sector? sector) => sector is { } known ? Signs[known] : Others;

    /// <summary>The sign with the area of a circle of radius <paramref name="r"/>.</summary>
    internal XElement Draw(double x, double y, double r)
    {
        var shape = Corners is null
            ? new XElement(Svg.Name("circle"), new XAttribute("cx", Svg.Number(x)), new XAttribute("cy", Svg.Number(y)), new XAttribute("r", Svg.Number(r)))
            : new XElement(Svg.Name("polygon"), new XAttribute("points", string.Join(' ', Corners(r).Select(corner => $"{Svg.Number(x + corner.X)},{Svg.Number(y + corner.Y)}"))));
        shape.Add(new XAttribute("fill", Colour), new XAttribute("stroke", "#1b1b1b"), new XAttribute("stroke-width", "1.2"));
        if (this == Others) shape.Add(new XAttribute("stroke-dasharray", "3 2"));
        return shape;
    }

    // The radius to the corners of a regular polygon with the area πr².
    private static double Size(int corners, double r) => r * Math.Sqrt(2 * Math.PI / (corners * Math.Sin(2 * Math.PI / corners)));

    private static IEnumerable<(double X, double Y)> Regular(int corners, double radius, double turned) =>
        Enumerable.Range(0, corners).Select(k => Point(radius, turned + (360.0 * k / corners)));

    // Five points; the inner corners lie at half of the radius, which gives the area 5·sin 36°·R²/2.
    private static IEnumerable<(double X, double Y)> Star(double r)
    {
        var radius = r * Math.Sqrt(2 * Math.PI / (5 * Math.Sin(Math.PI / 5)));
        return Enumerable.Range(0, 10).Select(k => Point(k % 2 == 0 ? radius : radius / 2, 36.0 * k));
    }

    // A plus of five squares.
    private static IEnumerable<(double X, double Y)> Cross(double r)
    {
        var (arm, reach) = (r * Math.Sqrt(Math.PI / 5) / 2, r * Math.Sqrt(Math.PI / 5) * 1.5);
        return [(-arm, -reach), (arm, -reach), (arm, -arm), (reach, -arm), (reach, arm), (arm, arm), (arm, reach), (-arm, reach), (-arm, arm), (-reach, arm), (-reach, -arm), (-arm, -arm)];
    }

    private static (double X, double Y) Point(double radius, double degrees) =>
        (radius * Math.Sin(degrees * Math.PI / 180), -radius * Math.Cos(degrees * Math.PI / 180));
}
