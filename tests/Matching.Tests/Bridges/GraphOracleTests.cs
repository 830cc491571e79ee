using Matching.Bridges;
using Matching.Ties;
using Matching.Tests.Oracles;

namespace Matching.Tests.Bridges;

/// <summary>
/// Every value of every graph in the oracle. A measure that the oracle names and <see cref="Measured"/> does not is a failure, so that
/// nothing in the file is passed over.
/// </summary>
public sealed class GraphOracleTests
{
    private static readonly string[] Sections =
    [
        "note", "n", "m", "names", "edges", "groups", "global", "nodes", "edge_metrics", "pairs", "ppr_full", "communities_expected",
        "communities",
    ];

    [Fact]
    public void No_section_of_any_graph_is_passed_over()
    {
        var found = OracleGraph.Names.SelectMany(name => OracleGraph.Of(name.Data).Json.EnumerateObject()).Select(section => section.Name);
        Assert.Empty(found.Except(Sections));
    }

    [Theory]
    [MemberData(nameof(OracleGraph.Names), MemberType = typeof(OracleGraph))]
    public void The_graph_has_the_people_and_ties_that_it_should(string name)
    {
        var oracle = OracleGraph.Of(name);
        Assert.Equal(oracle.Json.GetProperty("m").GetInt32(), oracle.Graph.Edges);
        Assert.Equal(oracle.Graph.Count, oracle.Json.GetProperty("names").GetArrayLength());
        Assert.Equal(oracle.Graph.Count, oracle.Json.GetProperty("nodes").EnumerateObject().Count());
        Assert.Equal(oracle.Graph.Edges, oracle.Json.GetProperty("edge_metrics").EnumerateObject().Count());
        Assert.True(oracle.Groups is null || oracle.Groups.Length == oracle.Graph.Count);
    }

    [Theory]
    [MemberData(nameof(OracleGraph.Names), MemberType = typeof(OracleGraph))]
    public void Every_value_of_the_whole_network_agrees(string name)
    {
        var oracle = OracleGraph.Of(name);
        var measured = new Measured(oracle.Graph, oracle.Groups).OfGraph;
        foreach (var (measure, expected) in OracleGraph.Leaves(oracle.Json.GetProperty("global")))
            Oracle.Agrees(expected, Known(measured, measure)(), $"{name} {measure}");
    }

    [Theory]
    [MemberData(nameof(OracleGraph.Names), MemberType = typeof(OracleGraph))]
    public void Every_value_of_every_person_agrees(string name)
    {
        var oracle = OracleGraph.Of(name);
        var measured = new Measured(oracle.Graph, oracle.Groups).OfPerson;
        foreach (var (key, measure, expected) in oracle.Values("nodes"))
            Oracle.Agrees(expected, Known(measured, measure)(OracleGraph.Person(key)), $"{name} {key} {measure}");
    }

    [Theory]
    [MemberData(nameof(OracleGraph.Names), MemberType = typeof(OracleGraph))]
    public void Every_value_of_every_tie_agrees(string name)
    {
        var oracle = OracleGraph.Of(name);
        var measured = new Measured(oracle.Graph, oracle.Groups).OfTie;
        foreach (var (key, measure, expected) in oracle.Values("edge_metrics"))
        {
            var (i, j) = OracleGraph.Pair(key);
            Oracle.Agrees(expected, Known(measured, measure)(i, j), $"{name} {key} {measure}");
        }
    }

    [Theory]
    [MemberData(nameof(OracleGraph.Names), MemberType = typeof(OracleGraph))]
    public void Every_value_of_every_pair_agrees(string name)
    {
        var oracle = OracleGraph.Of(name);
        var measured = new Measured(oracle.Graph, oracle.Groups).OfPair;
        foreach (var (key, measure, expected) in oracle.Values("pairs"))
        {
            var (i, j) = OracleGraph.Pair(key);
            var value = Known(measured, measure)(i, j);
            if (measure == "fiedler_sq_diff" && value is null) AssertOneOfManyFiedlerVectors(oracle.Graph, i, j, expected.GetDouble());
            else Oracle.Agrees(expected, value, $"{name} {key} {measure}");
        }
    }

    [Theory]
    [MemberData(nameof(OracleGraph.Names), MemberType = typeof(OracleGraph))]
    public void Every_row_of_personalised_PageRank_agrees(string name)
    {
        var oracle = OracleGraph.Of(name);
        var walk = new PersonalisedPageRank(oracle.Graph);
        if (!oracle.Json.TryGetProperty("ppr_full", out var rows)) return;
        foreach (var row in rows.EnumerateObject())
        {
            var place = walk.From(OracleGraph.Person(row.Name));
            Assert.Equal(oracle.Graph.Count, row.Value.GetArrayLength());
            for (var person = 0; person < place.Length; person++)
                Oracle.Agrees(row.Value[person], place[person], $"{name} from {row.Name} to {person}");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Communities_of_two_cliques_with_a_bridge_are_the_cliques(long seed)
    {
        var oracle = OracleGraph.Of("two_k4_bridge");
        var found = Communities.Of(oracle.Graph, seed);
        var expected = oracle.Json.GetProperty("communities_expected").EnumerateArray()
            .Select(community => community.EnumerateArray().Select(person => person.GetInt32()).ToArray());
        Assert.Equal(expected, Enumerable.Range(0, found.Length).GroupBy(person => found[person]).Select(community => community.ToArray()));
    }

    [Fact]
    public void Modularity_of_the_karate_clubs_divisions_agrees_and_communities_lie_between_the_known_methods_and_the_optimum()
    {
        var oracle = OracleGraph.Of("karate");
        var expected = oracle.Json.GetProperty("communities").EnumerateObject().ToDictionary(value => value.Name, value => value.Value);
        double Take(string key) => expected.Remove(key, out var value) ? value.GetDouble() : throw new KeyNotFoundException(key);
        double? Quality(IEnumerable<int> division) => Modularity.Of(oracle.Graph, division.ToArray());
        var everyone = Enumerable.Range(0, oracle.Graph.Count);
        expected.Remove("optimal_partition", out var partition);

        Assert.Equal(Take("modularity_single_community"), Quality(everyone.Select(_ => 0))!.Value, Oracle.Tolerance);
        Assert.Equal(Take("modularity_all_singletons"), Quality(everyone)!.Value, Oracle.Tolerance);
        var optimum = Take("optimal_modularity");
        Assert.Equal(optimum, Quality(OracleGraph.Numbers(partition))!.Value, Oracle.Tolerance);
        var least = Math.Min(Take("louvain_nx_min_of_100_seeds"), Take("leiden_min_of_100_seeds"));
        Assert.Equal(optimum, Take("louvain_nx_max"), Oracle.Tolerance);
        Assert.Equal(optimum, Take("leiden_max"), Oracle.Tolerance);
        for (var seed = 0; seed < 100; seed++)
            Assert.InRange(Quality(Communities.Of(oracle.Graph, seed))!.Value, least - Oracle.Tolerance, optimum + Oracle.Tolerance);
        Assert.Empty(expected);
    }

    [Fact]
    public void Co_attendance_of_the_Southern_Women_weighs_as_Newman_has_it()
    {
        var davis = Oracle.Root.GetProperty("graphs").GetProperty("davis_events");
        Assert.Empty(davis.EnumerateObject().Select(section => section.Name).Except(
            ["note", "women", "events", "newman_weight", "count", "node_strength_equals_events_with_others"]));
        var events = davis.GetProperty("events").EnumerateObject()
            .Select(row => row.Value.EnumerateArray().Select(woman => woman.GetString()!).ToHashSet()).ToList();
        double Weight(string a, string b) =>
            events.Where(of => of.Contains(a) && of.Contains(b)).Sum(of => TieStrength.GroupShare(of.Count));

        var women = davis.GetProperty("women").EnumerateArray().Select(woman => woman.GetString()!).ToList();
        var ordered = from a in women from b in women where string.CompareOrdinal(a, b) < 0 select (a, b);
        var pairs = ordered.Where(pair => Weight(pair.a, pair.b) > 0).Select(pair => $"{pair.a}|{pair.b}").ToHashSet();
        Assert.Equal(pairs, [.. davis.GetProperty("newman_weight").EnumerateObject().Select(pair => pair.Name)]);
        Assert.Equal(pairs, [.. davis.GetProperty("count").EnumerateObject().Select(pair => pair.Name)]);
        foreach (var pair in davis.GetProperty("newman_weight").EnumerateObject())
            Oracle.Agrees(pair.Value, Weight(pair.Name.Split('|')[0], pair.Name.Split('|')[1]), pair.Name);
        foreach (var pair in davis.GetProperty("count").EnumerateObject())
            Assert.Equal(pair.Value.GetInt32(), events.Count(of => pair.Name.Split('|').All(of.Contains)));
        var strengths = davis.GetProperty("node_strength_equals_events_with_others").EnumerateObject().ToList();
        Assert.Equal(women.Count, strengths.Count);
        foreach (var woman in strengths)
            Oracle.Agrees(woman.Value, women.Where(other => other != woman.Name).Sum(other => Weight(woman.Name, other)), woman.Name);
    }

    [Fact]
    public void Directed_brokerage_agrees_role_by_role()
    {
        var oracle = Oracle.Root.GetProperty("directed_brokerage");
        Assert.Equal(
            ["w_I coordinator", "w_O itinerant/consultant", "b_IO representative", "b_OI gatekeeper", "b_O liaison", "t total"],
            oracle.GetProperty("columns").EnumerateArray().Select(column => column.GetString()!));
        var ties = oracle.GetProperty("edges").EnumerateArray().Select(edge => (edge[0].GetInt32(), edge[1].GetInt32())).ToList();
        var roles = Brokerage.OfDirected(ties, OracleGraph.Numbers(oracle.GetProperty("groups")));
        Assert.Equal(
            oracle.GetProperty("rows").EnumerateArray().Select(row => row.EnumerateArray().Select(cell => cell.GetInt32()).ToArray()),
            roles.Select(of => (int[])[of.Coordinator, of.Consultant, of.Representative, of.Gatekeeper, of.Liaison, of.Total]));
    }

    [Fact]
    public void Forbidden_triads_agree_at_every_threshold()
    {
        const string prefix = "hub8_strong_";
        var hub = OracleGraph.Of("hub8").Graph;
        foreach (var row in Oracle.Model("forbidden_triads").EnumerateObject())
        {
            Assert.StartsWith(prefix, row.Name, StringComparison.Ordinal);
            var strong = double.Parse(row.Name[prefix.Length..], System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(row.Value.GetInt64(), ForbiddenTriads.Count(hub, strong));
        }
    }

    // Where λ2 is repeated every vector of its space is a Fiedler vector: the file holds one solver's choice, which can only be bounded.
    private static void AssertOneOfManyFiedlerVectors(TieGraph graph, int i, int j, double expected)
    {
        var laplacian = new double[graph.Count, graph.Count];
        foreach (var (u, v, _) in graph.Ties())
        {
            laplacian[u, v] = laplacian[v, u] = -1;
            laplacian[u, u]++;
            laplacian[v, v]++;
        }
        var eigen = new SymmetricEigen(laplacian);
        double greatest = 0, repeats = 0;
        for (var k = 1; k < graph.Count && eigen.Values[k] - eigen.Values[1] < 1e-9; k++)
        {
            greatest += Math.Pow(eigen.Vector(k)[i] - eigen.Vector(k)[j], 2);
            repeats++;
        }
        Assert.True(repeats > 1, "λ2 is not repeated");
        Assert.InRange(expected, 0, greatest + Oracle.Tolerance);
    }

    private static T Known<T>(Dictionary<string, T> measured, string measure) =>
        measured.TryGetValue(measure, out var value) ? value : throw new KeyNotFoundException($"No test reads the oracle's {measure}.");
}
