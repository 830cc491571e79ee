namespace Matching.Storage.Tests;

/// <summary>
/// Unit vectors in clusters, as those of texts are: around each of some centres, all drawn evenly from the sphere, normal noise of length 0.65. Two of
/// a cluster have a cosine of about 1/(1 + 0.65²) = 0.7, two of different clusters about 0. The same seed gives the same vectors.
/// </summary>
internal sealed class ClusteredVectors(int dimensions, int clusters, int seed)
{
    private const double Noise = 0.65;

    private readonly Random random = new(seed);
    private readonly double[][] centres = Centres(dimensions, clusters, new Random(seed ^ 0x5EED));

    public float[] Next()
    {
        var centre = centres[random.Next(clusters)];
        return Unit([.. centre.Select(value => value + (Noise * Normal(random) / Math.Sqrt(dimensions)))]);
    }

    private static double[][] Centres(int dimensions, int clusters, Random random) =>
        [.. Enumerable.Range(0, clusters).Select(_ => Array.ConvertAll(Unit([.. Enumerable.Range(0, dimensions).Select(_ => Normal(random))]), value => (double)value))];

    private static float[] Unit(double[] vector)
    {
        var length = Math.Sqrt(vector.Sum(value => value * value));
        return Array.ConvertAll(vector, value => (float)(value / length));
    }

    // Box and Muller 1958.
    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
