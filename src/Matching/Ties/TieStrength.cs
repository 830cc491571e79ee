namespace Matching.Ties;

/// <summary>The ways in which a tie shows itself in a hub's records.</summary>
public enum TieChannel
{
    /// <summary>They met: a conversation, an introduction that led to a meeting.</summary>
    Met,

    /// <summary>One has named the other as a contact; once for each direction.</summary>
    Declared,

    /// <summary>Both attended an event.</summary>
    Event,

    /// <summary>Both were in the hub on a day.</summary>
    CheckIn,

    /// <summary>They work in one team of at most fifteen.</summary>
    Team,
}

/// <summary>How a channel counts.</summary>
/// <param name="Beta">Evidence per occurrence.</param>
/// <param name="HalfLifeDays">Days after which evidence counts half; infinite for a standing tie.</param>
/// <param name="Cap">The strength that this channel alone can reach.</param>
public readonly record struct ChannelWeights(double Beta, double HalfLifeDays, double Cap);

/// <summary>
/// Tie strength S1: a capped noisy-or over decayed channels,
/// s = 1 − Π_c [1 − κ_c (1 − 2^(−A_c))] with A_c = Σ_e β_c · mult_e · g(n_e) · 2^(−(t − t_e)/h_c).
/// </summary>
/// <remarks>
/// Granovetter 1973 (p. 1361) names time, intensity, intimacy and reciprocal services without weights. Passive channels are capped,
/// because co-workers and neighbours meet often without closeness (Marsden and Campbell 1984). Recency must count (Gilbert and
/// Karahalios 2009); half-lives follow from nine in ten bridges being gone after a year (Burt 2002: 2^(−365/h) = 0.1, h = 110 days).
/// All constants are priors, to be refitted once outcomes are known.
/// </remarks>
public static class TieStrength
{
    /// <summary>θ: under this strength two people have no tie.</summary>
    public const double Threshold = 0.10;

    /// <summary>From this strength a tie is strong.</summary>
    public const double Strong = 0.50;

    /// <summary>A tie that once was at least this strong and now is none is dormant: worth reconnecting (Levin, Walter and Murnighan 2011).</summary>
    public const double Dormant = 0.30;

    /// <summary>A crowd larger than this is no occasion to meet.</summary>
    public const int LargestGroup = 50;

    /// <summary>A team larger than this is an attribute of its people, not a tie between them.</summary>
    public const int LargestTeam = 15;

    /// <summary>Minutes of talk that make one whole meeting; see <see cref="MeetingShare"/>.</summary>
    public const double MeetingMinutes = 30;

    internal const int ChannelCount = 5;

    private static readonly ChannelWeights[] Weights =
    [
        new(1.0, 120, 0.90),
        new(0.5, 365, 0.60),
        new(1.0, 90, 0.40),
        new(0.25, 30, 0.20),
        new(2.0, double.PositiveInfinity, 0.90),
    ];

    /// <summary>The weights of a channel.</summary>
    public static ChannelWeights Of(TieChannel channel) => Weights[(int)channel];

    /// <summary>g(n) = 1/(n−1) for 2 ≤ n ≤ 50, else 0: each of n people gave the others an even share of attention (Newman 2001).</summary>
    public static double GroupShare(int people) => people is >= 2 and <= LargestGroup ? 1.0 / (people - 1) : 0;

    /// <summary>
    /// How much of a meeting a conversation of <paramref name="minutes"/> was, in [0, 1]: minutes/30, at most 1; null (unknown) is a whole one.
    /// </summary>
    /// <remarks>
    /// Granovetter's first ingredient is the amount of time, so evidence is linear in it: ten contacts of three minutes weigh what one of
    /// thirty does, however a sensor or a diary cuts them up. He counts nodding relations as absent ties, and seeing is not talking
    /// (Ingram and Morris 2007): twenty seconds in a corridor give s = 0.007, and it takes five minutes of recent talk to reach θ.
    /// Above half an hour there is no more, since duration is contaminated by the occasion (Marsden and Campbell 1984): a day-long
    /// workshop is not sixteen coffees.
    /// </remarks>
    public static double MeetingShare(double? minutes) => minutes is { } known ? Math.Clamp(known / MeetingMinutes, 0, 1) : 1;

    /// <summary>2^(−days/h): the share of evidence left after some days.</summary>
    public static double Decay(TieChannel channel, double days) =>
        double.IsPositiveInfinity(Of(channel).HalfLifeDays) ? 1 : double.Exp2(-days / Of(channel).HalfLifeDays);

    /// <summary>Strength in [0, 1) from the evidence of each channel, indexed by <see cref="TieChannel"/>.</summary>
    public static double Of(ReadOnlySpan<double> evidence)
    {
        var absent = 1.0;
        for (var c = 0; c < evidence.Length; c++)
        {
            if (evidence[c] > 0) absent *= 1 - (Weights[c].Cap * (1 - double.Exp2(-evidence[c])));
        }
        return 1 - absent;
    }
}
