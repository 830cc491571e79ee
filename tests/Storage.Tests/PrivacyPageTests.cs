using System.Runtime.CompilerServices;

namespace Matching.Storage.Tests;

/// <summary>The page that says what is kept on people, held to the tables that name them.</summary>
public sealed class PrivacyPageTests
{
    // Beside what ExportTests holds to the schema: what names a person by a pseudonym, by a hash, or in a text that may quote her.
    private static readonly (string Table, string[] Columns)[] Indirect = [("kept_replies", ["caller", "body"]), ("audit", ["actor", "subject"]), ("erasures", ["hash"])];

    private static readonly string[] OfMembers = ["name", "email", "unit", "title", "challenges", "skills", "interests", "contact_for", "complexity"];

    [Fact]
    public void Every_table_and_column_that_names_a_person_stands_on_it()
    {
        var rows = Page().Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).ToDictionary(line => line.Split('`')[1], line => line.Split('|'), StringComparer.Ordinal);
        foreach (var (table, columns) in HeldTable.All.Select(held => (held.Table, held.Columns.ToArray())).Concat(Indirect).Append(("members", OfMembers)))
        {
            Assert.True(rows.TryGetValue(table, out var row), $"{table} is not on the page");
            Assert.All(columns, column => Assert.Contains($"`{column}`", row[2], StringComparison.Ordinal));
            // What for, until when, by whom it is read.
            foreach (var cell in row[3..6]) Assert.NotEqual("", cell.Trim());
        }
    }

    [Fact]
    public void Every_other_table_is_named_as_one_that_names_nobody()
    {
        var page = Page();
        foreach (var table in StoreBackup.Tables.Select(table => table.Name).Except(["revision", "audit_head"])) Assert.Contains($"`{table}`", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_times_on_it_are_those_of_the_program()
    {
        Assert.Equal((12, 24), (SqlStore.CheckInMonths, SqlStore.ImpressionMonths));
        Assert.Contains("| 12 months |", Page(), StringComparison.Ordinal);
        Assert.Contains("| 24 months", Page(), StringComparison.Ordinal);
    }

    private static string Page([CallerFilePath] string here = "") =>
        File.ReadAllText(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "docs", "privacy.md"))).ReplaceLineEndings("\n");
}
