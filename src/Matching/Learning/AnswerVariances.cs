namespace Matching.Learning;

/// <summary>
/// Where answers get their differences from, as variances of the answer (0 or 1): crossed random effects of who answers and who is
/// answered about (Kenny and La Voie 1984, the social relations model), carried over to people who are alike, and a chemistry of the two.
/// </summary>
/// <param name="Leniency">How readily a person says yes.</param>
/// <param name="Appeal">How readily others say yes to them.</param>
/// <param name="Correlation">Between a person's leniency and appeal, in (−1, 1): those whom many want are choosy.</param>
/// <param name="SharedLeniency">Leniency that people who are alike have in common.</param>
/// <param name="SharedAppeal">Appeal that people who are alike have in common.</param>
/// <param name="Chemistry">What a meeting has in common with meetings of people like these two, in either direction.</param>
/// <param name="Tiring">How answers change as a round goes on.</param>
/// <param name="Noise">What none of these explains.</param>
public sealed record AnswerVariances(
    double Leniency, double Appeal, double Correlation, double SharedLeniency, double SharedAppeal, double Chemistry, double Tiring, double Noise)
{
    // An answer of yes or no has a variance of ¼ at most: most of it noise, a tenth from each person. Where the search begins.
    internal static readonly AnswerVariances Start = new(0.025, 0.025, -0.2, 0.01, 0.01, 0.01, 0.001, 0.15);

    internal double Between(AnswerRound round, Answer x, Answer y)
    {
        double own = 0;
        if (x.From == y.From) own += Leniency;
        if (x.To == y.To) own += Appeal;
        if (x.From == y.To) own += Covariance;
        if (x.To == y.From) own += Covariance;
        var (from, to) = (round.Likeness(x.From, y.From), round.Likeness(x.To, y.To));
        var (fromTo, toFrom) = (round.Likeness(x.From, y.To), round.Likeness(x.To, y.From));
        return own + (SharedLeniency * from) + (SharedAppeal * to) + (Chemistry * ((from * to) + (fromTo * toFrom)))
            + (Tiring * (x.Place - 0.5) * (y.Place - 0.5));
    }

    internal double Of(AnswerRound round, Answer answer) => Between(round, answer, answer) + Noise;

    /// <summary>The same with one figure moved: a variance to its multiple, the correlation by as much on Fisher's scale.</summary>
    internal AnswerVariances Move(int figure, double factor) => figure switch
    {
        0 => this with { Leniency = Leniency * factor },
        1 => this with { Appeal = Appeal * factor },
        2 => this with { Correlation = Math.Tanh(Math.Atanh(Correlation) + (Math.Log(factor) / 2)) },
        3 => this with { SharedLeniency = SharedLeniency * factor },
        4 => this with { SharedAppeal = SharedAppeal * factor },
        5 => this with { Chemistry = Chemistry * factor },
        6 => this with { Tiring = Tiring * factor },
        _ => this with { Noise = Noise * factor },
    };

    internal const int Figures = 8;

    private double Covariance => Correlation * Math.Sqrt(Leniency * Appeal);
}
