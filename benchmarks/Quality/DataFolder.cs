using CsvHelper;

namespace Matching.Benchmarks.Quality;

/// <summary>One data set on disk: CSV files with a header row.</summary>
internal sealed class DataFolder(string path)
{
    /// <summary>The folder's name, which is the task's.</summary>
    internal string Name { get; } = Path.GetFileName(path);

    /// <summary>Reads every row of a file, each by the names of its columns.</summary>
    internal IReadOnlyList<T> Rows<T>(string file, Func<CsvReader, T> read)
    {
        using var reader = CsvReader.Create(File.OpenRead(Path.Combine(path, file)), new CsvReaderOptions { HasHeader = true }, leaveOpen: false);
        var rows = new List<T>();
        while (reader.Read()) rows.Add(read(reader));
        return rows;
    }
}
