namespace Matching.Markets;

/// <summary>The lists of both sides under change. A pair stands once in a list of each side; pairs go by their numbers.</summary>
internal sealed class RankedPairs
{
    // A gain smaller than this is rounding, and could go round in circles.
    private const double LeastGain = 1e-12;

    // Two who move up together go among the first of each other's lists: further down a place is hardly looked at.
    private const int Front = 6;

    private readonly JointPair[] pairs;
    private readonly double[] probability;
    private readonly double[] both;
    private readonly double[] look;
    private readonly int[] byWorth;

    internal RankedPairs(JointPair[] pairs, JointMarket market, double[] probability)
    {
        this.pairs = pairs;
        this.probability = probability;
        both = Array.ConvertAll(pairs, pair => pair.Both);
        Left = new Side(market.LeftCapacity.Count, Array.ConvertAll(pairs, pair => pair.Left));
        Right = new Side(market.RightCapacity.Count, Array.ConvertAll(pairs, pair => pair.Right));
        look = [.. Enumerable.Range(0, Math.Max(Left.Longest, Right.Longest)).Select(place => place < market.Length ? 1.0 / (place + 1) : 0)];
        byWorth = [.. Enumerable.Range(0, pairs.Length)];
        Array.Sort(byWorth, (x, y) => Compare(both, x, y));
        Sort(Left, probability);
        Sort(Right, probability);
    }

    internal Side Left { get; }

    internal Side Right { get; }

    /// <summary>The expected number of matches.</summary>
    internal double Value()
    {
        var value = 0.0;
        for (var pair = 0; pair < pairs.Length; pair++) value += both[pair] * look[Left.Place[pair]] * look[Right.Place[pair]];
        return value;
    }

    /// <summary>From the present lists and from those of layered matchings, turns and joint moves until nothing helps; the better is kept.</summary>
    internal void Improve()
    {
        var value = Climb();
        var (left, right) = (Left.Copy(), Right.Copy());
        SortByLayers();
        if (Climb() > value) return;
        Left.Restore(left);
        Right.Restore(right);
    }

    /// <summary>One turn of each side: its lists are sorted by what their owners are looked at for.</summary>
    internal void TakeTurns()
    {
        Sort(Left, Worth(Right));
        Sort(Right, Worth(Left));
    }

    /// <summary>Lists with numbers of people.</summary>
    internal IReadOnlyList<IReadOnlyList<int>> Lists(Side side, int size, Func<JointPair, int> other, int length) =>
        [.. Enumerable.Range(0, size).Select(person => Array.ConvertAll(side.Of(person)[..Math.Min(length, side.Of(person).Length)].ToArray(), pair => other(pairs[pair])))];

    private double Climb()
    {
        for (var value = Value(); ;)
        {
            TakeTurns();
            var now = Value();
            if (now > value + LeastGain)
            {
                value = now;
                continue;
            }
            if (!MoveTogether()) return now;
            value = Value();
        }
    }

    private bool MoveTogether()
    {
        var moved = false;
        foreach (var pair in byWorth) moved |= MoveTogether(pair);
        return moved;
    }

    // The pair changes places with one in the front of the left list and one in the front of the right: the best of all such, if it helps.
    private bool MoveTogether(int pair)
    {
        var (best, to) = (LeastGain, (Left: -1, Right: -1));
        var lefts = Left.Of(pairs[pair].Left);
        var rights = Right.Of(pairs[pair].Right);
        var (atLeft, atRight) = (look[Left.Place[pair]], look[Right.Place[pair]]);
        for (var left = 0; left < Math.Min(Front, lefts.Length); left++)
        {
            var first = lefts[left] == pair ? 0 : both[lefts[left]] * look[Right.Place[lefts[left]]] * (atLeft - look[left]);
            for (var right = 0; right < Math.Min(Front, rights.Length); right++)
            {
                var second = rights[right] == pair ? 0 : both[rights[right]] * look[Left.Place[rights[right]]] * (atRight - look[right]);
                var gain = first + second + (both[pair] * ((look[left] * look[right]) - (atLeft * atRight)));
                if (gain > best) (best, to) = (gain, (left, right));
            }
        }
        if (to.Left < 0) return false;
        Left.Exchange(pair, to.Left, pairs[pair].Left);
        Right.Exchange(pair, to.Right, pairs[pair].Right);
        return true;
    }

    // Greedy matchings one after another: each is a place of the lists, where both look at each other at the same rank.
    private void SortByLayers()
    {
        var layer = new double[pairs.Length];
        var (left, right) = (new int[Left.Count], new int[Right.Count]);
        for (var number = 1; number <= look.Length; number++)
        {
            foreach (var pair in byWorth)
            {
                if (layer[pair] < 0 || left[pairs[pair].Left] == number || right[pairs[pair].Right] == number) continue;
                (layer[pair], left[pairs[pair].Left], right[pairs[pair].Right]) = (number - look.Length - 1, number, number);
            }
        }
        var key = Array.ConvertAll(layer, value => -value);
        Sort(Left, key);
        Sort(Right, key);
    }

    private double[] Worth(Side other)
    {
        var worth = new double[pairs.Length];
        for (var pair = 0; pair < worth.Length; pair++) worth[pair] = both[pair] * look[other.Place[pair]];
        return worth;
    }

    private void Sort(Side side, double[] key) => side.Sort((x, y) => Compare(key, x, y));

    // Whatever is left equal by then is alike in every number, and is told apart by the order in which it was given.
    private int Compare(double[] key, int x, int y)
    {
        if (key[x] != key[y]) return key[y].CompareTo(key[x]);
        if (probability[x] != probability[y]) return probability[y].CompareTo(probability[x]);
        return both[x] != both[y] ? both[y].CompareTo(both[x]) : x.CompareTo(y);
    }

    /// <summary>The lists of one side.</summary>
    internal sealed class Side
    {
        private readonly int[] start;
        private readonly int[] order;

        internal Side(int size, int[] owner)
        {
            start = new int[size + 1];
            foreach (var person in owner) start[person + 1]++;
            for (var person = 0; person < size; person++) start[person + 1] += start[person];
            var next = start.AsSpan(0, size).ToArray();
            order = new int[owner.Length];
            Place = new int[owner.Length];
            for (var pair = 0; pair < owner.Length; pair++) order[next[owner[pair]]++] = pair;
        }

        /// <summary>Where each pair stands in the list of its owner here, from 0.</summary>
        internal int[] Place { get; }

        internal int Count => start.Length - 1;

        internal int Longest => Enumerable.Range(0, Count).Select(person => start[person + 1] - start[person]).DefaultIfEmpty(0).Max();

        internal ReadOnlySpan<int> Of(int person) => order.AsSpan(start[person]..start[person + 1]);

        internal int[] Copy() => [.. order];

        internal void Restore(int[] copy)
        {
            copy.CopyTo(order, 0);
            SetPlaces();
        }

        internal void Sort(Comparison<int> comparison)
        {
            for (var person = 0; person < Count; person++) order.AsSpan(start[person]..start[person + 1]).Sort(comparison);
            SetPlaces();
        }

        internal void Exchange(int pair, int place, int person)
        {
            var other = order[start[person] + place];
            order[start[person] + Place[pair]] = other;
            order[start[person] + place] = pair;
            (Place[other], Place[pair]) = (Place[pair], place);
        }

        private void SetPlaces()
        {
            for (var person = 0; person < Count; person++)
            {
                for (var at = start[person]; at < start[person + 1]; at++) Place[order[at]] = at - start[person];
            }
        }
    }
}
