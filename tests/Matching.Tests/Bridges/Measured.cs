using Matching.Bridges;
using Matching.Ties;

namespace Matching.Tests.Bridges;

/// <summary>
/// Every measure of a graph under the name that the oracle gives it, so that one list serves the expected values and the properties.
/// </summary>
internal sealed class Measured
{
    private const double Beta = 0.05;

    internal Measured(TieGraph graph, int[]? groups)
    {
        var distances = new Distances(graph);
        OfGraph = Merge(GraphMeasures(graph, distances), groups is null ? [] : GroupMeasures(graph, groups));
        OfPerson = Merge(PersonMeasures(graph, distances), groups is null ? [] : MemberMeasures(graph, groups));
        OfTie = TieMeasures(graph);
        OfPair = Merge(PairMeasures(graph, distances), ChangeMeasures(graph), PredictionMeasures(graph));
    }

    internal Dictionary<string, Func<double?>> OfGraph { get; }
    internal Dictionary<string, Func<int, double?>> OfPerson { get; }
    internal Dictionary<string, Func<int, int, double?>> OfTie { get; }
    internal Dictionary<string, Func<int, int, double?>> OfPair { get; }

    private static Dictionary<string, Func<double?>> GraphMeasures(TieGraph graph, Distances distances)
    {
        var spectrum = new Spectrum(graph);
        return new()
        {
            ["density"] = () => Cohesion.Density(graph),
            ["connected"] = () => Cohesion.Components(graph) == 1 ? 1 : 0,
            ["components"] = () => Cohesion.Components(graph),
            ["global_efficiency"] = distances.GlobalEfficiency,
            ["transitivity"] = () => Cohesion.Transitivity(graph),
            ["average_clustering"] = () => Cohesion.AverageClustering(graph),
            ["adjacency_spectral_radius"] = () => Spectrum.AdjacencyRadius(graph),
            ["degree_assortativity"] = () => Mixing.DegreeAssortativity(graph),
            ["average_shortest_path_length"] = distances.AverageShortestPath,
            ["algebraic_connectivity"] = () => spectrum.AlgebraicConnectivity,
            ["kirchhoff_index"] = () => spectrum.KirchhoffIndex,
        };
    }

    private static Dictionary<string, Func<double?>> GroupMeasures(TieGraph graph, int[] groups) => new()
    {
        ["attribute_assortativity"] = () => Mixing.Assortativity(graph, groups),
        ["ei_index"] = () => Mixing.ExternalInternal(graph, groups),
        ["ei_expected_by_group_sizes"] = () => Mixing.ExpectedExternalInternal(groups),
        ["modularity_of_groups_unweighted"] = () => Modularity.Of(graph, groups),
        ["modularity_of_groups_weighted"] = () => Modularity.Weighted(graph, groups),
    };

    private static Dictionary<string, Func<int, double?>> PersonMeasures(TieGraph graph, Distances distances)
    {
        var betweenness = new Betweenness(graph);
        return new()
        {
            ["degree"] = person => graph.Neighbours(person).Length,
            ["strength"] = person => graph.Strengths(person).ToArray().Sum(),
            ["clustering"] = person => Cohesion.Clustering(graph, person),
            ["betweenness"] = person => betweenness.OfPerson(person),
            ["betweenness_normalized"] = betweenness.OfPersonNormalised,
            ["constraint"] = person => Constraint.WholeNetwork(graph, person),
            ["constraint_ego_only"] = person => Constraint.EgoNetwork(graph, person),
            ["constraint_weighted"] = person => Constraint.WholeNetworkWeighted(graph, person),
            ["effective_size"] = person => EffectiveSize.Of(graph, person),
            ["effective_size_weighted"] = person => EffectiveSize.Weighted(graph, person),
            ["efficiency"] = person => EffectiveSize.Efficiency(graph, person),
            ["harmonic_closeness"] = person => distances.HarmonicCloseness(person),
        };
    }

    private static Dictionary<string, Func<int, double?>> MemberMeasures(TieGraph graph, int[] groups) => new()
    {
        ["external"] = person => Mixing.External(graph, groups, person),
        ["internal"] = person => Mixing.Internal(graph, groups, person),
        ["ei_index"] = person => Mixing.ExternalInternal(graph, groups, person),
        ["participation"] = person => Mixing.Participation(graph, groups, person),
        ["boundary_spanner"] = person => Mixing.BoundarySpanner(graph, groups, person),
        ["gf.coordinator"] = person => Brokerage.Of(graph, groups, person).Coordinator,
        ["gf.consultant"] = person => Brokerage.Of(graph, groups, person).Consultant,
        ["gf.gatekeeper_representative"] = person => Brokerage.Of(graph, groups, person).Gatekeeper,
        ["gf.liaison"] = person => Brokerage.Of(graph, groups, person).Liaison,
    };

    private static Dictionary<string, Func<int, int, double?>> TieMeasures(TieGraph graph)
    {
        var betweenness = new Betweenness(graph);
        var bridges = LocalBridges.Bridges(graph);
        return new()
        {
            ["common"] = (i, j) => LinkPrediction.CommonNeighbours(graph, i, j),
            ["overlap"] = (i, j) => TieOverlap.Of(graph, i, j),
            ["local_bridge_span"] = (i, j) => LocalBridges.Span(graph, i, j),
            ["is_bridge"] = (i, j) => bridges.Contains((Math.Min(i, j), Math.Max(i, j))) ? 1 : 0,
            ["edge_betweenness"] = betweenness.OfTie,
            ["edge_betweenness_normalized"] = betweenness.OfTieNormalised,
        };
    }

    private static Dictionary<string, Func<int, int, double?>> PairMeasures(TieGraph graph, Distances distances)
    {
        var reach = new ReachGain(graph);
        return new()
        {
            ["adjacent"] = (i, j) => graph.Strength(i, j) > 0 ? 1 : 0,
            ["distance"] = (i, j) => distances.Of(i, j),
            ["prospective_overlap"] = (i, j) => Overlap.Prospective(graph, i, j),
            ["reach_gain_i"] = (i, j) => reach.Of(i, j),
            ["reach_gain_j"] = (i, j) => reach.Of(j, i),
        };
    }

    private static Dictionary<string, Func<int, int, double?>> ChangeMeasures(TieGraph graph)
    {
        var tie = new HypotheticalTie(graph);
        return new()
        {
            ["new_two_hop_i"] = (i, j) => tie.NewTwoHopPeople(i, j),
            ["new_two_hop_j"] = (i, j) => tie.NewTwoHopPeople(j, i),
            ["delta_global_efficiency"] = (i, j) => tie.EfficiencyChange(i, j),
            ["delta_aspl"] = tie.PathLengthChange,
            ["constraint_after_i"] = (i, j) => tie.ConstraintAfter(i, j),
            ["constraint_after_j"] = (i, j) => tie.ConstraintAfter(j, i),
            ["delta_constraint_i"] = tie.ConstraintChange,
            ["delta_constraint_j"] = (i, j) => tie.ConstraintChange(j, i),
            ["effective_resistance"] = (i, j) => tie.Resistance(i, j),
            ["delta_kirchhoff"] = tie.KirchhoffChange,
            ["delta_lambda2"] = (i, j) => tie.ConnectivityChange(i, j),
            ["fiedler_sq_diff"] = tie.FiedlerSquaredDifference,
        };
    }

    private static Dictionary<string, Func<int, int, double?>> PredictionMeasures(TieGraph graph)
    {
        var katz = new Katz(graph, Beta);
        var walk = new PersonalisedPageRank(graph);
        return new()
        {
            ["common_neighbors"] = (i, j) => LinkPrediction.CommonNeighbours(graph, i, j),
            ["jaccard"] = (i, j) => LinkPrediction.Jaccard(graph, i, j),
            ["adamic_adar"] = (i, j) => LinkPrediction.AdamicAdar(graph, i, j),
            ["resource_allocation"] = (i, j) => LinkPrediction.ResourceAllocation(graph, i, j),
            ["preferential_attachment"] = (i, j) => LinkPrediction.PreferentialAttachment(graph, i, j),
            ["katz_beta_0.05"] = (i, j) => katz.From(i)[j],
            ["katz_beta_0.05_len3"] = (i, j) => Katz.Truncated(graph, i, j, Beta, 3),
            ["ppr_i_to_j"] = (i, j) => walk.From(i)[j],
            ["ppr_j_to_i"] = (i, j) => walk.From(j)[i],
        };
    }

    private static Dictionary<string, T> Merge<T>(params Dictionary<string, T>[] parts) =>
        parts.SelectMany(part => part).ToDictionary(pair => pair.Key, pair => pair.Value);
}
