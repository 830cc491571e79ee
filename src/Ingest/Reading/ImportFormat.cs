namespace Matching.Ingest.Reading;

/// <summary>How the content of a source is written.</summary>
public enum ImportFormat
{
    /// <summary>Comma- or semicolon-separated text with a header line.</summary>
    Csv,

    /// <summary>An Excel workbook. Given for one table, the workbook has one sheet, or one sheet of the table's name.</summary>
    Xlsx,

    /// <summary>One JSON object a line.</summary>
    Jsonl,
}
