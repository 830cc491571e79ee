namespace Matching.Learning;

/// <summary>What one person answered about another.</summary>
/// <param name="From">Who answers.</param>
/// <param name="To">About whom.</param>
/// <param name="Place">When within the round, from 0 (first) to 1 (last); ½ where it is unknown.</param>
/// <param name="Yes">The answer.</param>
public readonly record struct Answer(int From, int To, double Place, bool Yes);

/// <summary>Answers among people who could answer about each other.</summary>
public sealed class AnswerRound
{
    private readonly double[][] likeness;

    /// <summary>Takes how alike every two people are, and the answers; both directions of a meeting stand in it.</summary>
    /// <param name="likeness">Symmetric and positive semidefinite, 1 on the diagonal; 0 between people who play different parts.</param>
    /// <param name="answers">One for each direction.</param>
    /// <exception cref="ArgumentException">An answer stands twice or without its other direction, or is about nobody in the round.</exception>
    public AnswerRound(double[][] likeness, IReadOnlyList<Answer> answers)
    {
        if (likeness.Any(row => row.Length != likeness.Length)) throw new ArgumentException("Likeness is not square.", nameof(likeness));
        if (answers.Any(answer => !Within(answer.From) || !Within(answer.To) || answer.From == answer.To))
            throw new ArgumentException("An answer is about nobody in the round.", nameof(answers));
        this.likeness = likeness;
        Answers = answers;
        Meetings = Pair(answers);

        bool Within(int person) => person >= 0 && person < likeness.Length;
    }

    /// <summary>The answers.</summary>
    public IReadOnlyList<Answer> Answers { get; }

    /// <summary>The meetings: which answer is the one direction, and which the other.</summary>
    public IReadOnlyList<(int First, int Second)> Meetings { get; }

    /// <summary>How alike two people are.</summary>
    public double Likeness(int i, int j) => likeness[i][j];

    private static List<(int First, int Second)> Pair(IReadOnlyList<Answer> answers)
    {
        var at = new Dictionary<(int From, int To), int>();
        for (var k = 0; k < answers.Count; k++)
        {
            if (!at.TryAdd((answers[k].From, answers[k].To), k)) throw new ArgumentException($"{answers[k].From} answers twice about {answers[k].To}.", nameof(answers));
        }
        if (answers.Any(answer => !at.ContainsKey((answer.To, answer.From)))) throw new ArgumentException("An answer has no other direction.", nameof(answers));
        return [.. answers.Select((answer, k) => (First: k, Second: at[(answer.To, answer.From)])).Where(meeting => meeting.First < meeting.Second)];
    }
}
