using System.Globalization;
using MiniExcelLibs;
using MiniExcelLibs.OpenXml;

namespace Matching.Ingest.Reading;

/// <summary>The rows of one sheet of a workbook. The first row with text is the header.</summary>
internal sealed class SheetRows : RowReader
{
    private static readonly HashSet<string> ExcelErrors = ["#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"];

    private readonly Stream content;
    private readonly IEnumerator<object> rows;
    private readonly string[] columns;
    private string[] cells = [];
    private long sheetRow;

    /// <exception cref="SourceException">The sheet has no header that can be read.</exception>
    internal SheetRows(Stream content, string sheet)
    {
        this.content = content;
        content.Position = 0;
        var settings = new OpenXmlConfiguration { FillMergedCells = false, IgnoreEmptyRows = false };
        rows = Guarded(() => MiniExcel.Query(content, useHeaderRow: false, sheet, ExcelType.XLSX, configuration: settings).GetEnumerator());
        columns = ReadHeader();
    }

    internal override IReadOnlyList<string> Columns => columns;
    internal override long BytesRead => content.Position;

    internal override bool Read()
    {
        if (!Advance()) return false;
        Line = sheetRow;
        Fault = null;
        for (var i = 0; i < columns.Length && i < cells.Length; i++)
        {
            CheckCell(i, cells[i]);
            if (Fault is null && ExcelErrors.Contains(cells[i]))
            {
                Fault = new RowFault(i, $"the cell shows Excel's error {cells[i]}. Correct its formula, or write the value");
            }
        }
        return true;
    }

    internal override string Cell(int column) => column < cells.Length ? cells[column] : "";

    protected override void Dispose(bool disposing)
    {
        if (disposing) rows.Dispose();
        base.Dispose(disposing);
    }

    private string[] ReadHeader()
    {
        if (!Advance()) throw new SourceException("the sheet is empty. Write at least the header row");
        Line = sheetRow;
        return Array.ConvertAll(cells, cell => cell.Trim()).AsSpan().TrimEnd("").ToArray();
    }

    // Goes to the next row with text.
    private bool Advance()
    {
        while (Guarded(rows.MoveNext))
        {
            sheetRow++;
            if (sheetRow > ReadingLimits.SheetRows)
            {
                throw new SourceException($"the sheet has rows beyond {ReadingLimits.SheetRows:N0}, Excel's last. Save it anew in Excel") { Line = sheetRow };
            }
            var values = ((IDictionary<string, object?>)rows.Current).Values;
            if (values.Count > ReadingLimits.Columns) throw new SourceException(CsvRows.SheetColumns(values.Count)) { Line = sheetRow };
            if (values.All(value => value is null or "")) continue;
            cells = [.. values.Select(Text)];
            return true;
        }
        return false;
    }

    // Excel has no offsets: a date becomes a date, and a time the text that the check of a time column refuses with the right advice.
    private static string Text(object? value) => value switch
    {
        null => "",
        string text => text,
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        bool truth => truth ? "true" : "false",
        DateTime time when time.TimeOfDay == TimeSpan.Zero => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    // The library throws whatever it happens to meet in a damaged workbook.
    internal static T Guarded<T>(Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception broken) when (broken is not (OutOfMemoryException or SourceException or OperationCanceledException))
        {
            throw new SourceException("the workbook cannot be read further. Open it in Excel and save it anew as .xlsx", broken);
        }
    }
}
