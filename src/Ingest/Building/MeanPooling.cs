namespace Matching.Ingest.Building;

/// <summary>
/// The vector of a text as the mean of the vectors of its tokens (Reimers and Gurevych 2019, "Sentence-BERT", §3: the MEAN strategy),
/// brought to length 1.
/// </summary>
internal static class MeanPooling
{
    /// <summary>The mean of the first <paramref name="count"/> rows of <paramref name="width"/> numbers; what pads a batch comes after them.</summary>
    internal static float[] Mean(ReadOnlySpan<float> rows, int count, int width)
    {
        var sums = new double[width];
        for (var row = 0; row < count; row++)
        {
            var token = rows.Slice(row * width, width);
            for (var k = 0; k < width; k++) sums[k] += token[k];
        }
        return Array.ConvertAll(sums, sum => (float)(sum / count));
    }

    /// <summary>The vector at length 1; null where it has no direction, or a value that is no finite number.</summary>
    internal static float[]? Unit(ReadOnlySpan<float> vector)
    {
        var squares = 0.0;
        foreach (var value in vector) squares += (double)value * value;
        if (!double.IsFinite(squares) || squares == 0) return null;
        var unit = new float[vector.Length];
        for (var k = 0; k < unit.Length; k++) unit[k] = (float)(vector[k] / Math.Sqrt(squares));
        return unit;
    }
}
