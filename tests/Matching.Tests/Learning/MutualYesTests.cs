using CsCheck;
using Matching.Learning;

namespace Matching.Tests.Learning;

public sealed class MutualYesTests
{
    private static readonly double[][] Strangers = Likeness(6, (i, j) => i == j ? 1 : 0);

    [Fact]
    public void Leaving_a_meeting_out_gives_what_one_would_foretell_without_it()
    {
        Gen.Bool.Array[18].Sample(yes =>
        {
            var likeness = Likeness(6, (i, j) => i / 3 == j / 3 ? Math.Exp(-Math.Abs(i - j)) : 0);
            var round = new AnswerRound(likeness, Table(yes));
            var model = MutualYes.Learn([new AnswerRound(likeness, Table([.. Enumerable.Range(0, 18).Select(k => k % 3 != 0)]))]);
            var left = model.LeaveOneOut(round);
            for (var k = 0; k < round.Meetings.Count; k++)
            {
                var (first, second) = round.Meetings[k];
                var rest = new AnswerRound(likeness, [.. round.Answers.Where((_, at) => at != first && at != second)]);
                var answer = round.Answers[first];
                Assert.Equal(Assert.Single(model.Foretell(rest, [(answer.From, answer.To)])), left[k], 1e-9);
            }
        }, iter: 20);
    }

    [Fact]
    public void What_the_two_answered_each_other_does_not_reach_their_own_forecast()
    {
        bool[] yes = [.. Enumerable.Range(0, 18).Select(k => k % 2 == 0)];
        bool[] other = [.. yes.Select((value, k) => k < 2 ? !value : value)];
        var model = MutualYes.Learn([new AnswerRound(Strangers, Table(yes))]);
        Assert.Equal(
            model.LeaveOneOut(new AnswerRound(Strangers, Table(yes)))[0],
            model.LeaveOneOut(new AnswerRound(Strangers, Table(other)))[0], 1e-9);
    }

    [Fact]
    public void Two_whom_all_others_want_are_likelier_than_two_whom_nobody_wants()
    {
        // Person 0 and person 3 get yes from everybody, 2 and 5 from nobody.
        bool[] yes = [.. Table(new bool[18]).Select(answer => answer.To % 3 == 0 || (answer.To % 3 == 1 && answer.From % 3 == 0))];
        var round = new AnswerRound(Strangers, Table(yes));
        var chances = MutualYes.Learn([round]).LeaveOneOut(round);
        Assert.True(Of(0, 3) > Of(2, 5));

        double Of(int i, int j) => chances[round.Meetings.ToList().FindIndex(meeting => (round.Answers[meeting.First].From, round.Answers[meeting.First].To) == (i, j))];
    }

    [Fact]
    public void Learning_never_ends_below_where_it_began() => Gen.Bool.Array[18].Where(yes => yes.Contains(true)).Sample(yes =>
    {
        AnswerRound[] rounds = [new(Strangers, Table(yes))];
        var learnt = MutualYes.Learn(rounds);
        var moved = Enumerable.Range(0, AnswerVariances.Figures).Select(figure => learnt.Variances.Move(figure, 1.15)).ToList();
        Assert.All(moved, variances => Assert.InRange(variances.Correlation, -1, 1));
        Assert.True(double.IsFinite(learnt.LogLikelihood(rounds)));
        Assert.True(learnt.LogLikelihood(rounds) >= learnt.WithoutLikeness().LogLikelihood(rounds) - 5);
    }, iter: 10);

    [Fact]
    public void Chances_are_chances() => Gen.Bool.Array[18].Sample(yes =>
    {
        var round = new AnswerRound(Strangers, Table(yes));
        Assert.All(MutualYes.Learn([round]).LeaveOneOut(round), chance => Assert.InRange(chance, 0, 1));
    }, iter: 10);

    [Fact]
    public void Wrong_answers_are_turned_away()
    {
        Assert.Throws<ArgumentException>("answers", () => new AnswerRound(Strangers, [new Answer(0, 3, 0, true)]));
        Assert.Throws<ArgumentException>("answers", () => new AnswerRound(Strangers, [new Answer(0, 0, 0, true)]));
        Assert.Throws<ArgumentException>("answers", () => new AnswerRound(Strangers, [new Answer(0, 6, 0, true), new Answer(6, 0, 0, true)]));
        Assert.Throws<ArgumentException>("answers", () => new AnswerRound(Strangers, [new Answer(0, 3, 0, true), new Answer(3, 0, 0, true), new Answer(0, 3, 1, true)]));
        Assert.Throws<ArgumentException>("likeness", () => new AnswerRound([[1, 0]], []));
        Assert.Throws<ArgumentException>("rounds", () => MutualYes.Learn([]));
    }

    private static double[][] Likeness(int people, Func<int, int, double> of) =>
        [.. Enumerable.Range(0, people).Select(i => Enumerable.Range(0, people).Select(j => of(i, j)).ToArray())];

    // Three people meet three others; both directions of a meeting stand side by side.
    private static List<Answer> Table(bool[] yes)
    {
        var answers = new List<Answer>();
        for (var i = 0; i < 3; i++)
        {
            for (var j = 3; j < 6; j++)
            {
                answers.Add(new Answer(i, j, 0.5, yes[answers.Count]));
                answers.Add(new Answer(j, i, 0.5, yes[answers.Count]));
            }
        }
        return answers;
    }
}
