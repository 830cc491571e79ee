namespace Matching.Learning;

/// <summary>
/// The chance that two people both say yes, from what each of them and others answered: answers as a Gaussian process whose covariance is
/// <see cref="AnswerVariances"/>, learnt by marginal likelihood, which shrinks each person by how little they have answered.
/// </summary>
/// <remarks>
/// A linear model of 0 and 1: what it gives up beside a logit it returns as closed forms, exact leave-one-out among them, and no sampling.
/// Plausibility, never the goal, as with <see cref="TieForecast"/>: whom everybody wants is introduced often enough.
/// </remarks>
public sealed class MutualYes
{
    // The search halves its stride on a logarithmic scale: factors 3, 1.7, 1.3 and 1.15, under which the likelihood hardly moves.
    private static readonly double[] Strides = [3, 1.7, 1.3, 1.15];

    // A gain in log likelihood that no test would tell from none.
    private const double LeastGain = 0.05;

    private readonly double mean;

    private MutualYes(double mean, AnswerVariances variances) => (this.mean, Variances) = (mean, variances);

    /// <summary>What was learnt.</summary>
    public AnswerVariances Variances { get; }

    /// <summary>Learns where differences come from; people of one round are strangers to those of another.</summary>
    /// <exception cref="ArgumentException">There are no answers.</exception>
    public static MutualYes Learn(IReadOnlyList<AnswerRound> rounds)
    {
        if (!rounds.Any(round => round.Answers.Count > 0)) throw new ArgumentException("There are no answers.", nameof(rounds));
        var mean = rounds.SelectMany(round => round.Answers).Average(answer => answer.Yes ? 1.0 : 0);
        var best = new MutualYes(mean, AnswerVariances.Start);
        var height = best.LogLikelihood(rounds);
        foreach (var stride in Strides) (best, height) = Climb(best, height, rounds, stride);
        return best;
    }

    /// <summary>The same without what likeness tells: each person alone.</summary>
    public MutualYes WithoutLikeness() => new(mean, Variances with { SharedLeniency = 0, SharedAppeal = 0, Chemistry = 0 });

    /// <summary>Log marginal likelihood of the answers.</summary>
    public double LogLikelihood(IReadOnlyList<AnswerRound> rounds) =>
        rounds.AsParallel().AsOrdered().Select(round => Posterior(round)?.LogLikelihood() ?? double.NegativeInfinity).ToArray().Sum();

    /// <summary>For each meeting of the round, P(both yes) from all other meetings: neither direction of its own is used.</summary>
    public IReadOnlyList<double> LeaveOneOut(AnswerRound round) =>
        [.. Posterior(round)!.LeaveTwoOut(round.Meetings).Select(Both)];

    /// <summary>P(both yes) for meetings that have not been, from the answers of a round that holds their people.</summary>
    public IReadOnlyList<double> Foretell(AnswerRound round, IReadOnlyList<(int I, int J)> meetings)
    {
        var posterior = Posterior(round)!;
        return [.. meetings.AsParallel().AsOrdered().Select(pair => Both(Expect(posterior, round, pair.I, pair.J)))];
    }

    private static (MutualYes Model, double Height) Climb(MutualYes from, double height, IReadOnlyList<AnswerRound> rounds, double stride)
    {
        var best = from;
        for (var figure = 0; figure < AnswerVariances.Figures; figure++)
        {
            foreach (var factor in new[] { stride, 1 / stride })
            {
                var next = new MutualYes(best.mean, best.Variances.Move(figure, factor));
                var there = next.LogLikelihood(rounds);
                if (there < height + LeastGain) continue;
                (best, height) = (next, there);
                break;
            }
        }
        return (best, height);
    }

    private ExpectedTwo Expect(GaussianPosterior posterior, AnswerRound round, int i, int j)
    {
        var (there, back) = (new Answer(i, j, 0.5, false), new Answer(j, i, 0.5, false));
        double[] With(Answer answer) => [.. round.Answers.Select(known => Variances.Between(round, answer, known))];
        return posterior.Expect(With(there), With(back), Variances.Of(round, there), Variances.Between(round, there, back), Variances.Of(round, back));
    }

    private GaussianPosterior? Posterior(AnswerRound round)
    {
        var answers = round.Answers;
        var covariance = new double[answers.Count][];
        for (var x = 0; x < covariance.Length; x++)
        {
            var row = covariance[x] = new double[x + 1];
            for (var y = 0; y < x; y++) row[y] = Variances.Between(round, answers[x], answers[y]);
            row[x] = Variances.Of(round, answers[x]);
        }
        return GaussianPosterior.Of(covariance, [.. answers.Select(answer => (answer.Yes ? 1 : 0) - mean)]);
    }

    // E[y_1 y_2] = μ_1 μ_2 + Cov. The linear model may leave [0, 1], where it means "hardly" and "nearly surely".
    private double Both(ExpectedTwo expected) =>
        Math.Clamp((Share(expected.First) * Share(expected.Second)) + expected.Covariance, 0, 1);

    private double Share(double centred) => Math.Clamp(centred + mean, 0.02, 0.98);
}
