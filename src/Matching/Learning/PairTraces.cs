using Matching.Bridges;
using Matching.Profiles;
using Matching.Ties;

namespace Matching.Learning;

/// <summary>
/// What a log of encounters tells about a pair who have not met: fifteen traces that foretell a first meeting (after Liben-Nowell and
/// Kleinberg 2007, §3; Lü and Zhou 2011), at the moment when the log ends. Symmetric in the two.
/// </summary>
/// <remarks>
/// Chosen out of thirty by how well they foretold the later part of the past, never the future that is measured: what was left out
/// (days and quarters of an hour in common, density between organisations, contacts of the last day) added noise alone.
/// O(n³) once and O(n·k²) a pair at most: meant for hubs of some hundred people.
/// </remarks>
internal sealed class PairTraces
{
    // Two who were with a third one within a quarter of an hour may have stood in one circle.
    private static readonly TimeSpan OneCircle = TimeSpan.FromMinutes(15);

    // Those who made contacts in the last third of the log go on making them.
    private const double RecentShare = 1 / 3.0;

    // Under this a walk is as good as never there; it keeps the logarithm finite.
    private const double LeastWalk = 1e-6;

    private const int HoursADay = 24;

    private readonly EncounterLog log;
    private readonly TieGraph graph;
    private readonly double[][] minutes;
    private readonly double[][] walks;
    private readonly double[][] hours;
    private readonly double[] total;
    private readonly double[] newContacts;
    private readonly double[] idleDays;
    private readonly Dictionary<UnorderedPair, int> circles = [];

    internal PairTraces(EncounterLog log)
    {
        this.log = log;
        minutes = Matrix(log.Count, log.Count);
        hours = Matrix(log.Count, HoursADay);
        total = new double[log.Count];
        newContacts = new double[log.Count];
        idleDays = new double[log.Count];
        Read();
        graph = TieGraph.FromStrengths(log.Count, [.. log.Encounters.Select(PairOf).Distinct().Select(pair => (pair.Low, pair.High, 1.0))]);
        var rank = new PersonalisedPageRank(graph);
        walks = [.. Enumerable.Range(0, log.Count).Select(rank.From)];
    }

    /// <summary>Every pair of people who were seen but not with each other.</summary>
    internal IEnumerable<UnorderedPair> Strangers()
    {
        for (var i = 0; i < log.Count; i++)
        {
            for (var j = i + 1; j < log.Count; j++)
            {
                if (AreStrangers(i, j)) yield return UnorderedPair.Of(i, j);
            }
        }
    }

    /// <summary>Whether both were seen, but not with each other.</summary>
    internal bool AreStrangers(int i, int j) => total[i] > 0 && total[j] > 0 && minutes[i][j] == 0;

    /// <summary>The traces of a pair.</summary>
    internal double[] Of(int i, int j) =>
    [
        LinkPrediction.CommonNeighbours(graph, i, j),
        LinkPrediction.AdamicAdar(graph, i, j),
        LinkPrediction.ResourceAllocation(graph, i, j),
        LinkPrediction.Jaccard(graph, i, j),
        MinutesWithShared(i, j),
        Math.Log(LeastWalk + Math.Max(walks[i][j], walks[j][i])),
        Math.Log((1.0 + graph.Neighbours(i).Length) * (1.0 + graph.Neighbours(j).Length)),
        Math.Log(1 + Math.Min(total[i], total[j])),
        log.Organisation[i] == log.Organisation[j] ? 1 : 0,
        Math.Max(idleDays[i], idleDays[j]),
        Math.Log((1 + newContacts[i]) * (1 + newContacts[j])),
        Cosine(hours[i], hours[j]),
        Cosine(minutes[i], minutes[j]),
        Math.Log(1.0 + PathsOfThree(i, j)),
        Math.Log(1.0 + circles.GetValueOrDefault(UnorderedPair.Of(i, j))),
    ];

    private static double[][] Matrix(int rows, int columns) => [.. Enumerable.Range(0, rows).Select(_ => new double[columns])];

    private static UnorderedPair PairOf(Encounter encounter) => UnorderedPair.Of(encounter.I, encounter.J);

    private void Read()
    {
        if (log.Encounters.Count == 0) return;
        var end = log.Encounters[^1].At;
        Array.Fill(idleDays, (end - log.Encounters[0].At).TotalDays);
        var recent = log.Encounters.Count * (1 - RecentShare);
        for (var at = 0; at < log.Encounters.Count; at++) Read(log.Encounters[at], end, at >= recent);
        var standing = Enumerable.Range(0, log.Count).Select(_ => new List<Encounter>()).ToArray();
        foreach (var encounter in log.Encounters)
        {
            Stand(standing[encounter.I], encounter, encounter.I);
            Stand(standing[encounter.J], encounter, encounter.J);
        }
    }

    private void Read(Encounter encounter, DateTimeOffset end, bool recent)
    {
        var (i, j, at, length) = encounter;
        var isNew = recent && minutes[i][j] == 0;
        minutes[i][j] = minutes[j][i] += length;
        foreach (var person in new[] { i, j })
        {
            if (isNew) newContacts[person]++;
            total[person] += length;
            hours[person][at.UtcDateTime.Hour]++;
            idleDays[person] = (end - at).TotalDays;
        }
    }

    // Notes whom the encounter may have put in one circle with those who were with the same third one just before.
    private void Stand(List<Encounter> before, Encounter encounter, int third)
    {
        before.RemoveAll(past => encounter.At - past.At - TimeSpan.FromMinutes(past.Minutes) > OneCircle);
        foreach (var past in before)
        {
            var pair = UnorderedPair.Of(Other(past, third), Other(encounter, third));
            circles[pair] = circles.GetValueOrDefault(pair) + 1;
        }
        before.Add(encounter);
    }

    private static int Other(Encounter encounter, int person) => encounter.I == person ? encounter.J : encounter.I;

    private double MinutesWithShared(int i, int j)
    {
        var sum = 0.0;
        foreach (var third in graph.Neighbours(i)) sum += Math.Log(1 + Math.Min(minutes[i][third], minutes[j][third]));
        return sum;
    }

    private int PathsOfThree(int i, int j)
    {
        var count = 0;
        foreach (var near in graph.Neighbours(i))
        {
            foreach (var far in graph.Neighbours(near)) count += far != i && far != j && near != j && minutes[far][j] > 0 ? 1 : 0;
        }
        return count;
    }

    private static double Cosine(double[] x, double[] y)
    {
        double xy = 0, xx = 0, yy = 0;
        for (var k = 0; k < x.Length; k++)
        {
            xy += x[k] * y[k];
            xx += x[k] * x[k];
            yy += y[k] * y[k];
        }
        return xx == 0 || yy == 0 ? 0 : xy / Math.Sqrt(xx * yy);
    }
}
