using System.Diagnostics;
using System.Globalization;
using CsvHelper;
using Matching.Learning;
using Matching.Measures;

namespace Matching.Benchmarks.Quality;

/// <summary>Rounds in which everyone of one side meets everyone of the other, and both answer yes or no: who says yes to each other?</summary>
internal static class TwoSidedAnswers
{
    internal static IEnumerable<QualityRow> Measure(DataFolder data)
    {
        var people = data.Rows("people.csv", Person.Read).ToLookup(person => person.Round);
        var answers = data.Rows("answers.csv", GivenAnswer.Read).ToLookup(answer => answer.Round);
        var rounds = people.Select(group => new Round([.. group], [.. answers[group.Key]])).ToList();
        return LeaveOneOut(data.Name, rounds).Concat(Later(data.Name, rounds));
    }

    // What a meeting's own round says about it comes from all of the round's other meetings; what holds for all rounds is learnt on those
    // of the other half (odd and even), so no figure has seen the round that it judges.
    private static IEnumerable<QualityRow> LeaveOneOut(string task, List<Round> rounds)
    {
        const string Set = "leave one meeting out";
        var halves = Enumerable.Range(0, 2).Select(half => rounds.Where((_, k) => k % 2 == half).ToList()).ToList();
        yield return Baseline(task, Set, rounds, "popularity", round => round.Rates(popularity: true, selectivity: false));
        yield return Baseline(task, Set, rounds, "popularity x selectivity", round => round.Rates(popularity: true, selectivity: true));
        yield return Baseline(task, Set, rounds, "interests", round => round.SharedInterests());
        foreach (var row in Learnt(task, Set, [(halves[0], halves[1]), (halves[1], halves[0])])) yield return row;
    }

    private static IEnumerable<QualityRow> Later(string task, List<Round> rounds)
    {
        var (earlier, later) = (rounds[..(rounds.Count / 2)], rounds[(rounds.Count / 2)..]);
        const string Set = "later rounds, one meeting out";
        yield return Baseline(task, Set, later, "popularity x selectivity", round => round.Rates(popularity: true, selectivity: true));
        foreach (var row in Learnt(task, Set, [(earlier, later)])) yield return row;
        const string Cold = "later rounds, profiles alone";
        yield return Baseline(task, Cold, later, "interests", round => round.SharedInterests());
        yield return Foretold(task, Cold, earlier, later);
    }

    private static QualityRow Baseline(string task, string set, List<Round> rounds, string system, Func<Round, IReadOnlyList<double>> score)
    {
        var clock = Stopwatch.StartNew();
        return Row(task, set, system, [.. rounds.Select(round => (round, score(round)))], clock);
    }

    private static IEnumerable<QualityRow> Learnt(string task, string set, IReadOnlyList<(List<Round> Learn, List<Round> Judge)> turns)
    {
        var clock = Stopwatch.StartNew();
        var models = turns.Select(turn => (Model: MutualYes.Learn([.. turn.Learn.Select(round => round.Answered)]), turn.Judge)).ToList();
        yield return Row(task, set, "people without likeness",
            [.. models.SelectMany(turn => turn.Judge.Select(round => (round, turn.Model.WithoutLikeness().LeaveOneOut(round.Answered))))], clock);
        yield return Row(task, set, QualityRow.Product,
            [.. models.SelectMany(turn => turn.Judge.Select(round => (round, turn.Model.LeaveOneOut(round.Answered))))], clock);
    }

    // Nobody of a later round has answered anything yet: what is known of them is whom they are like in the earlier rounds.
    private static QualityRow Foretold(string task, string set, List<Round> earlier, List<Round> later)
    {
        var clock = Stopwatch.StartNew();
        var model = MutualYes.Learn([.. earlier.Select(round => round.Answered)]);
        return Row(task, set, QualityRow.Product, [.. later.Select(round => (round, Foretell(model, earlier, round)))], clock);
    }

    private static IReadOnlyList<double> Foretell(MutualYes model, List<Round> earlier, Round round)
    {
        var joined = Round.Join([.. earlier, round]);
        var offset = joined.People.Count - round.People.Count;
        var known = new AnswerRound(joined.Likeness(), [.. joined.Numbered().Where(answer => answer.From < offset)]);
        return model.Foretell(known, [.. round.Answered.Meetings.Select(meeting =>
            (offset + round.Answered.Answers[meeting.First].From, offset + round.Answered.Answers[meeting.First].To))]);
    }

    private static QualityRow Row(string task, string set, string system, IReadOnlyList<(Round Round, IReadOnlyList<double> Scores)> scored, Stopwatch clock)
    {
        var all = scored.SelectMany(item => item.Scores.Select((score, k) => (Score: score, Both: item.Round.BothSaidYes(k)))).ToList();
        double[] Of(bool both) => [.. all.Where(item => item.Both == both).Select(item => item.Score)];
        return new QualityRow(task, set, system, "auc", RankingMeasures.Auc(Of(true), Of(false)), all.Count, clock.Elapsed.TotalSeconds);
    }

    private sealed record GivenAnswer(int Round, int Order, string From, string To, bool Yes)
    {
        internal static GivenAnswer Read(CsvReader row) =>
            new(row.Parse<int>("round"), row.Parse<int>("order"), row.GetString("from"), row.GetString("to"), row.GetString("yes") == "1");
    }

    /// <summary>One person; a figure that is not known is NaN.</summary>
    private sealed record Person(string Id, int Round, string Side, string Field, string Goal, double[] Interests, double[] Wants, double Age)
    {
        private static readonly string[] InterestColumns = ["sports", "tvsports", "exercise", "dining", "museums", "art", "hiking", "gaming",
            "clubbing", "reading", "tv", "theater", "movies", "concerts", "music", "shopping", "yoga"];

        private static readonly string[] WantColumns =
            ["want_attractive", "want_sincere", "want_intelligent", "want_fun", "want_ambitious", "want_shared"];

        internal static Person Read(CsvReader row) => new(row.GetString("id"), row.Parse<int>("round"), row.GetString("side"),
            row.GetString("field"), row.GetString("goal"), [.. InterestColumns.Select(column => Number(row, column))],
            [.. WantColumns.Select(column => Number(row, column))], Number(row, "age"));

        private static double Number(CsvReader row, string column) =>
            double.TryParse(row.GetString(column), CultureInfo.InvariantCulture, out var value) ? value : double.NaN;
    }

    /// <summary>A round, with its people by number.</summary>
    private sealed class Round
    {
        // Squared distance of the standardised figures at which likeness is 1/e. Of 2, 4 and 8 the marginal likelihood of
        // all rounds prefers 2.
        private const double Reach = 2;

        private readonly IReadOnlyList<GivenAnswer> given;
        private readonly double[][] interests;
        private readonly double[][] wants;
        private readonly double[] age;

        internal Round(IReadOnlyList<Person> people, IReadOnlyList<GivenAnswer> given)
            : this(people, given, Standardised(people, person => person.Interests), Standardised(people, person => person.Wants),
                [.. Standardised(people, person => [person.Age]).Select(row => row[0])])
        {
        }

        private Round(IReadOnlyList<Person> people, IReadOnlyList<GivenAnswer> given, double[][] interests, double[][] wants, double[] age)
        {
            (People, this.given, this.interests, this.wants, this.age) = (people, given, interests, wants, age);
            Answered = new AnswerRound(Likeness(), Numbered());
        }

        internal IReadOnlyList<Person> People { get; }

        internal AnswerRound Answered { get; }

        /// <summary>Several rounds as one; each keeps its own standard.</summary>
        internal static Round Join(IReadOnlyList<Round> rounds) => new(
            [.. rounds.SelectMany(round => round.People)], [.. rounds.SelectMany(round => round.given)], [.. rounds.SelectMany(round => round.interests)],
            [.. rounds.SelectMany(round => round.wants)], [.. rounds.SelectMany(round => round.age)]);

        internal bool BothSaidYes(int meeting) =>
            Answered.Answers[Answered.Meetings[meeting].First].Yes && Answered.Answers[Answered.Meetings[meeting].Second].Yes;

        /// <summary>The product of the shares of yes that the two got from others, or gave to others.</summary>
        internal IReadOnlyList<double> Rates(bool popularity, bool selectivity)
        {
            var got = Answered.Answers.ToLookup(answer => answer.To);
            var gave = Answered.Answers.ToLookup(answer => answer.From);
            return [.. Answered.Meetings.Select(meeting => Answered.Answers[meeting.First]).Select(answer =>
                (popularity ? Share(got[answer.From], answer) * Share(got[answer.To], answer) : 1)
                * (selectivity ? Share(gave[answer.From], answer) * Share(gave[answer.To], answer) : 1))];
        }

        /// <summary>The correlation of the two people's interests.</summary>
        internal IReadOnlyList<double> SharedInterests() => [.. Answered.Meetings.Select(meeting => Answered.Answers[meeting.First])
            .Select(answer => Correlation(People[answer.From].Interests, People[answer.To].Interests))];

        /// <summary>How alike every two people are: a Gaussian of their distance in interests, wants, age, field and goal; 0 across the table.</summary>
        internal double[][] Likeness() => [.. Enumerable.Range(0, People.Count).Select(i =>
            Enumerable.Range(0, People.Count).Select(j => People[i].Side == People[j].Side ? Math.Exp(-Distance(i, j) / Reach) : 0).ToArray())];

        internal IReadOnlyList<Answer> Numbered()
        {
            var numbers = People.Select((person, i) => (person.Id, i)).ToDictionary(pair => pair.Id, pair => pair.i, StringComparer.Ordinal);
            var last = given.ToLookup(answer => answer.Round).ToDictionary(group => group.Key, group => group.Max(answer => answer.Order));
            return [.. given.Select(answer => new Answer(numbers[answer.From], numbers[answer.To], (double)answer.Order / last[answer.Round], answer.Yes))];
        }

        // Each kind of figure counts alike, however many columns it has; a category that differs counts half.
        private double Distance(int i, int j) => Squared(interests[i], interests[j]) + Squared(wants[i], wants[j])
            + ((age[i] - age[j]) * (age[i] - age[j])) + (People[i].Field == People[j].Field ? 0 : 0.5) + (People[i].Goal == People[j].Goal ? 0 : 0.5);

        private static double Squared(double[] x, double[] y) => x.Zip(y, (a, b) => (a - b) * (a - b)).Average();

        private static double Share(IEnumerable<Answer> answers, Answer meeting)
        {
            var others = answers.Where(answer => !SamePair(answer, meeting)).ToList();
            return others.Count == 0 ? 0.5 : others.Average(answer => answer.Yes ? 1.0 : 0);
        }

        private static bool SamePair(Answer x, Answer y) => (x.From == y.From && x.To == y.To) || (x.From == y.To && x.To == y.From);

        private static double Correlation(double[] x, double[] y)
        {
            var both = x.Zip(y).Where(pair => double.IsFinite(pair.First + pair.Second)).ToList();
            if (both.Count == 0) return 0;
            var (mx, my) = (both.Average(pair => pair.First), both.Average(pair => pair.Second));
            var norm = Math.Sqrt(both.Sum(pair => (pair.First - mx) * (pair.First - mx)) * both.Sum(pair => (pair.Second - my) * (pair.Second - my)));
            return norm == 0 ? 0 : both.Sum(pair => (pair.First - mx) * (pair.Second - my)) / norm;
        }

        // Against the others of the round; what is not known is the mean.
        private static double[][] Standardised(IReadOnlyList<Person> people, Func<Person, double[]> figures)
        {
            var rows = people.Select(figures).ToList();
            var columns = Enumerable.Range(0, rows[0].Length).Select(k => rows.Select(row => row[k]).Where(double.IsFinite).DefaultIfEmpty(0).ToArray());
            var scales = columns.Select(column => (Mean: column.Average(), Spread: Spread(column))).ToArray();
            return [.. rows.Select(row => row.Select((value, k) =>
                double.IsFinite(value) && scales[k].Spread > 0 ? (value - scales[k].Mean) / scales[k].Spread : 0).ToArray())];
        }

        private static double Spread(double[] column)
        {
            var mean = column.Average();
            return Math.Sqrt(column.Average(value => (value - mean) * (value - mean)));
        }
    }
}
