namespace Matching.Ingest.Reading;

/// <summary>What a file may be at most. Hosts upload files, so each number is what an honest file never reaches.</summary>
internal static class ReadingLimits
{
    /// <summary>The longest text in the authorities' own remits is 6,000 characters; three times that is still a text that somebody wrote.</summary>
    internal const int CellCharacters = 20_000;

    /// <summary>
    /// A record of 20 columns at their longest, four bytes a character, is below 2 MB. What is longer can only be refused,
    /// so it is passed over by bytes and never held in memory.
    /// </summary>
    internal const int RecordBytes = 4 << 20;

    /// <summary>The widest table has 20 columns. Beyond this a sheet or an object is no table, and every row would cost its width.</summary>
    internal const int Columns = 256;

    /// <summary>The last row that Excel itself can write. A sheet may claim row 2,000,000,000 and cost as many empty rows.</summary>
    internal const int SheetRows = 1_048_576;

    /// <summary>Nine tables, and room for whatever else lies in a folder. Each entry costs memory before anything is read.</summary>
    internal const int ZipEntries = 10_000;

    /// <summary>
    /// Where the list of entries may at most begin before the end of a zip: 10,000 entries with long names stay far below
    /// it, and it bounds the memory of a zip whose stated number of entries lies.
    /// </summary>
    internal const long ZipDirectoryBytes = 16 << 20;

    /// <summary>1,000,000 interactions are 60 MB as CSV; thirty times that is no import but an attack on the disk.</summary>
    internal const long UnpackedBytes = 2L << 30;

    /// <summary>CSV packs 5 to 20 times, sheets up to 40. Deflate cannot reach more than 1,032:1, and bombs come close to it.</summary>
    internal const int ZipRatio = 200;

    /// <summary>Below this a high ratio is only a small file of equal rows.</summary>
    internal const long ZipRatioFrom = 10 << 20;

    /// <summary>Enough to see a file's kind, and its header line.</summary>
    internal const int SniffBytes = 4096;
}
