using CsCheck;
using Matching.Bridges;
using Matching.Ties;

namespace Matching.Tests.Bridges;

public sealed class NetworkPropertyTests
{
    private const double Tolerance = 1e-9;

    [Fact]
    public void Calling_people_by_other_numbers_keeps_every_value() => Network.Any.Sample(network =>
    {
        var other = network.Relabelled();
        var before = new Measured(network.Graph, network.Groups);
        var after = new Measured(other.Graph, other.Groups);
        foreach (var (name, value) in before.OfGraph) Same(name, value(), after.OfGraph[name]());
        foreach (var (name, value) in before.OfPerson)
        {
            for (var i = 0; i < network.Count; i++) Same(name, value(i), after.OfPerson[name](network.Order[i]));
        }
        foreach (var (i, j) in network.Pairs)
        {
            foreach (var (name, value) in before.OfTie) Same(name, value(i, j), after.OfTie[name](network.Order[i], network.Order[j]));
            foreach (var (name, value) in before.OfPair) Same(name, value(i, j), after.OfPair[name](network.Order[i], network.Order[j]));
        }
    });

    [Fact]
    public void No_value_is_ever_NaN_however_many_isolates_there_are() => Network.Any.Sample(network =>
    {
        var measured = new Measured(network.Graph, network.Groups);
        var people = Enumerable.Range(0, network.Count);
        var values = measured.OfGraph.Values.Select(measure => measure())
            .Concat(from measure in measured.OfPerson.Values from i in people select measure(i))
            .Concat(from measure in measured.OfTie.Values from pair in network.Pairs select measure(pair.I, pair.J))
            .Concat(from measure in measured.OfPair.Values from pair in network.Pairs select measure(pair.I, pair.J));
        Assert.DoesNotContain(values, value => value is { } known && double.IsNaN(known));
    });

    [Fact]
    public void A_network_without_people_or_ties_has_undefined_values_and_no_errors()
    {
        foreach (var people in (int[])[0, 1, 2])
        {
            var graph = TieGraph.FromStrengths(people, []);
            var measured = new Measured(graph, new int[people]);
            Assert.All(measured.OfGraph.Values, measure => Assert.NotEqual(double.NaN, measure() ?? 0));
            Assert.Null(measured.OfGraph["ei_index"]());
            Assert.Null(measured.OfGraph["modularity_of_groups_unweighted"]());
            Assert.Equal(Enumerable.Range(0, people), Communities.Of(graph, 1));
            Assert.Empty(LocalBridges.Bridges(graph));
        }
    }

    [Fact]
    public void Constraint_equals_its_definition_in_all_four_readings() => Network.Any.Sample(network =>
    {
        for (var i = 0; i < network.Count; i++)
        {
            Same("whole", PlainLoops.Constraint(network.Graph, i, false, false), Constraint.WholeNetwork(network.Graph, i));
            Same("weighted", PlainLoops.Constraint(network.Graph, i, true, false), Constraint.WholeNetworkWeighted(network.Graph, i));
            Same("ego", PlainLoops.Constraint(network.Graph, i, false, true), Constraint.EgoNetwork(network.Graph, i));
            Same("ego, weighted", PlainLoops.Constraint(network.Graph, i, true, true), Constraint.EgoNetworkWeighted(network.Graph, i));
        }
    });

    [Fact]
    public void Unweighted_constraint_is_at_most_nine_eighths() => Network.Any.Sample(network =>
    {
        for (var i = 0; i < network.Count; i++)
        {
            Assert.True((Constraint.WholeNetwork(network.Graph, i) ?? 0) <= 1.125 + Tolerance);
            Assert.True((Constraint.EgoNetwork(network.Graph, i) ?? 0) <= 1.125 + Tolerance);
        }
    });

    [Fact]
    public void Effective_size_equals_Burts_definition_with_and_without_weights() => Network.Any.Sample(network =>
    {
        for (var i = 0; i < network.Count; i++)
        {
            Same("weighted", PlainLoops.EffectiveSize(network.Graph, i, weighted: true), EffectiveSize.Weighted(network.Graph, i));
            Same("Borgatti", PlainLoops.EffectiveSize(network.Graph, i, weighted: false), EffectiveSize.Of(network.Graph, i));
        }
    });

    [Fact]
    public void Betweenness_equals_the_count_of_shortest_paths() => Network.Any.Sample(network =>
    {
        var betweenness = new Betweenness(network.Graph);
        for (var i = 0; i < network.Count; i++) Same("person", PlainLoops.Betweenness(network.Graph, i), betweenness.OfPerson(i));
        foreach (var (i, j) in network.Pairs)
        {
            if (network.Graph.Strength(i, j) > 0) Same("tie", PlainLoops.Betweenness(network.Graph, i, j), betweenness.OfTie(i, j));
            else Assert.Null(betweenness.OfTie(i, j));
        }
    });

    [Fact]
    public void Distances_equal_those_of_Floyd_and_Warshall() => Network.Any.Sample(network =>
    {
        var plain = PlainLoops.Distances(network.Graph);
        var distances = new Distances(network.Graph);
        foreach (var (i, j) in network.Pairs) Assert.Equal(plain[i, j], distances.Of(i, j));
    });

    [Fact]
    public void A_bridge_is_a_tie_whose_loss_parts_its_ends() => Network.Any.Sample(network =>
    {
        var bridges = LocalBridges.Bridges(network.Graph);
        foreach (var (i, j, _) in network.Graph.Ties())
        {
            var without = TieGraph.FromStrengths(network.Count, [.. network.Graph.Ties().Where(tie => (tie.I, tie.J) != (i, j))]);
            var around = new Distances(without).Of(i, j);
            Assert.Equal(double.IsInfinity(around), bridges.Contains((i, j)));
            Assert.Equal(around == 2 ? null : around, LocalBridges.Span(network.Graph, i, j));
        }
        Assert.All(bridges, bridge => Assert.True(network.Graph.Strength(bridge.I, bridge.J) > 0));
    });

    [Fact]
    public void Communities_hang_together_and_their_modularity_is_not_below_that_of_everyone_alone() => Network.Any.Sample(network =>
    {
        var everyone = Enumerable.Range(0, network.Count).ToArray();
        foreach (var weighted in (bool[])[false, true])
        {
            var found = weighted ? Communities.Weighted(network.Graph, 7) : Communities.Of(network.Graph, 7);
            double? Quality(int[] division) =>
                weighted ? Modularity.Weighted(network.Graph, division) : Modularity.Of(network.Graph, division);
            Assert.All(everyone.GroupBy(person => found[person]), group => Assert.True(PlainLoops.HangTogether(network.Graph, [.. group])));
            Assert.Equal(found.Distinct(), Enumerable.Range(0, found.Max() + 1));
            Assert.True((Quality(found) ?? 0) >= (Quality(everyone) ?? 0) - Tolerance);
        }
    });

    [Theory]
    [InlineData("two_k4_bridge")]
    [InlineData("hub8")]
    [InlineData("karate")]
    public void Communities_are_no_worse_a_division_than_the_known_groups(string name)
    {
        var oracle = Oracles.OracleGraph.Of(name);
        for (var seed = 0L; seed < 20; seed++)
        {
            var found = Communities.Of(oracle.Graph, seed);
            Assert.True(Modularity.Of(oracle.Graph, found) >= Modularity.Of(oracle.Graph, oracle.Groups) - Tolerance);
            Assert.Equal(found, Communities.Of(oracle.Graph, seed));
        }
    }

    [Fact]
    public void What_a_tie_changes_is_the_difference_of_two_networks() => Network.Any.Sample(network =>
    {
        var change = new HypotheticalTie(network.Graph);
        foreach (var (i, j) in network.Pairs)
        {
            var with = network.Graph.With([(i, j)], 1);
            var (before, after) = (new Distances(network.Graph), new Distances(with));
            Same("efficiency", after.GlobalEfficiency() - before.GlobalEfficiency(), change.EfficiencyChange(i, j));
            var whole = Cohesion.Components(network.Graph) == 1;
            Same("path length", whole ? after.AverageShortestPath() - before.AverageShortestPath() : null, change.PathLengthChange(i, j));
            var resistance = new Spectrum(with).KirchhoffIndex - new Spectrum(network.Graph).KirchhoffIndex;
            Same("Kirchhoff", whole ? resistance : null, change.KirchhoffChange(i, j));
            var newly = Enumerable.Range(0, network.Count).Count(w => w != j && after.Of(i, w) == 2 && before.Of(i, w) > 2);
            Assert.Equal(newly, change.NewTwoHopPeople(i, j));
        }
    });

    [Fact]
    public void The_first_order_gain_of_the_Fiedler_vector_bounds_the_change_in_connectivity() => Network.Any.Sample(network =>
    {
        var change = new HypotheticalTie(network.Graph);
        foreach (var (i, j) in network.Pairs)
        {
            if (network.Graph.Strength(i, j) > 0 || change.FiedlerSquaredDifference(i, j) is not { } bound) continue;
            Assert.True(change.ConnectivityChange(i, j) <= bound + Tolerance);
        }
    });

    [Fact]
    public void Eigenvectors_are_orthonormal_and_rebuild_the_matrix() => Network.Any.Sample(network =>
    {
        var matrix = PlainLoops.Matrix(network.Graph, weighted: true);
        var eigen = new SymmetricEigen(matrix);
        for (var i = 0; i < network.Count; i++)
        {
            for (var j = 0; j < network.Count; j++)
            {
                double rebuilt = 0, product = 0;
                for (var k = 0; k < network.Count; k++)
                {
                    rebuilt += eigen.Values[k] * eigen.Vector(k)[i] * eigen.Vector(k)[j];
                    product += eigen.Vector(i)[k] * eigen.Vector(j)[k];
                }
                Same("matrix", matrix[i, j], rebuilt);
                Same("vectors", i == j ? 1 : 0, product);
            }
            Assert.True(i == 0 || eigen.Values[i - 1] <= eigen.Values[i]);
        }
    });

    [Fact]
    public void Exact_Katz_is_the_limit_of_its_truncation() => Network.Any.Sample(network =>
    {
        var exact = new Katz(network.Graph, 0.05);
        foreach (var (i, j) in network.Pairs) Same("Katz", Katz.Truncated(network.Graph, i, j, 0.05, 60), exact.From(i)[j]);
    });

    [Fact]
    public void Katz_refuses_a_factor_for_which_the_sum_has_no_limit()
    {
        var karate = Oracles.OracleGraph.Of("karate").Graph;
        var least = 1 / Spectrum.AdjacencyRadius(karate)!.Value;
        _ = new Katz(karate, least * 0.999);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Katz(karate, least * 1.001));
    }

    [Fact]
    public void A_walk_that_begins_at_one_person_is_somewhere() => Network.Any.Sample(network =>
    {
        var walk = new PersonalisedPageRank(network.Graph);
        for (var i = 0; i < network.Count; i++)
        {
            Same("sum", 1, walk.From(i).Sum());
            Assert.All(walk.From(i), place => Assert.True(place >= 0));
        }
    });

    [Fact]
    public void Directed_brokerage_of_mutual_ties_is_undirected_brokerage_counted_from_both_sides() => Network.Any.Sample(network =>
    {
        var both = network.Graph.Ties().SelectMany(tie => ((int, int)[])[(tie.I, tie.J), (tie.J, tie.I)]);
        var roles = Brokerage.OfDirected([.. both], network.Groups);
        for (var i = 0; i < network.Count; i++)
        {
            var (coordinator, consultant, gatekeeper, liaison) = Brokerage.Of(network.Graph, network.Groups, i);
            Assert.Equal(new BrokerageRoles(2 * coordinator, 2 * consultant, gatekeeper, gatekeeper, 2 * liaison), roles[i]);
        }
    });

    [Fact]
    public void Everyone_tied_to_everyone_has_the_expected_E_I_index() => Network.Any.Sample(network =>
    {
        var full = TieGraph.FromStrengths(network.Count, [.. network.Pairs.Select(pair => (pair.I, pair.J, 1.0))]);
        Same("E-I", Mixing.ExpectedExternalInternal(network.Groups), Mixing.ExternalInternal(full, network.Groups));
    });

    [Fact]
    public void Groups_that_do_not_cover_everyone_are_refused() =>
        Assert.Throws<ArgumentException>(() => Mixing.ExternalInternal(TieGraph.FromStrengths(3, []), [0, 1]));

    [Fact]
    public void A_chain_longer_than_a_stack_is_deep_has_only_bridges()
    {
        const int people = 20_000;
        var chain = TieGraph.FromStrengths(people, [.. Enumerable.Range(0, people - 1).Select(i => (i, i + 1, 1.0))]);
        Assert.Equal(people - 1, LocalBridges.Bridges(chain).Count);
    }

    private static void Same(string what, double? expected, double? actual)
    {
        var same = expected is { } x && actual is { } y && double.IsFinite(x) && double.IsFinite(y)
            ? Math.Abs(x - y) <= Tolerance * Math.Max(1, Math.Abs(x))
            : expected == actual;
        Assert.True(same, $"{what}: {expected} is not {actual}");
    }
}
