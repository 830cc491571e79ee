using Matching.Markets;

namespace Matching.Tests.Markets;

/// <summary>The example market of Tomita and Yokoyama: 30 people on the left, 20 on the right, the first of each side liked most.</summary>
internal static class PublishedMarket
{
    internal static JointMarket Of()
    {
        const int Left = 30;
        const int Right = 20;
        var chance = new MersenneTwister(0);
        var (left, right) = (Matrix(Left, Right), Matrix(Right, Left));
        return new JointMarket
        {
            Pairs = [.. Enumerable.Range(0, Left * Right).Select(at => new JointPair(at / Right, at % Right, left[at / Right, at % Right], right[at % Right, at / Right]))],
            LeftCapacity = [.. Enumerable.Repeat(1.0, Left)],
            RightCapacity = [.. Enumerable.Repeat(1.0, Right)],
        };

        double[,] Matrix(int rows, int columns)
        {
            var matrix = new double[rows, columns];
            for (var row = 0; row < rows; row++)
            {
                for (var column = 0; column < columns; column++) matrix[row, column] = (0.5 * chance.NextDouble()) + (0.5 * (1 - (column / (columns - 1.0))));
            }
            return matrix;
        }
    }
}
