using CsCheck;
using Matching.Ingest.Tests.Fixtures;
using Matching.Ingest.Wording;

namespace Matching.Ingest.Tests.Wording;

public sealed class IdentityNumberTests
{
    // Numbers that the tax agency publishes for tests, or made by its rule; nobody has them.
    [Theory]
    [InlineData("811218-9876")]
    [InlineData("8112189876")]
    [InlineData("19811218-9876")]
    [InlineData("198112189876")]
    [InlineData("811218+9876")]
    [InlineData("811218 9876")]
    [InlineData("811218–9876")]
    [InlineData("811278-9873")]
    [InlineData("19811278-9873")]
    [InlineData("ring 811218-9876.")]
    [InlineData("m8112189876x")]
    [InlineData("000229-0005")]
    public void A_number_is_found(string text)
    {
        Assert.True(IdentityNumber.IsIn(text));
        Assert.Contains(RejectMarks.IdentityNumber, IdentityNumber.Mask(text), StringComparison.Ordinal);
        Assert.DoesNotContain("9876", IdentityNumber.Mask(text), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("811218-9877")]
    [InlineData("811318-9876")]
    [InlineData("202100-5448")]
    [InlineData("556036-0793")]
    [InlineData("0701234567")]
    [InlineData("070-123 45 67")]
    [InlineData("2026-11-24T09:00:00+01:00")]
    [InlineData("20260101-20261231")]
    [InlineData("12811218-98760")]
    [InlineData("98112189876")]
    [InlineData("anna@example.se")]
    [InlineData("")]
    public void Other_numbers_are_let_by(string text)
    {
        Assert.False(IdentityNumber.IsIn(text));
        Assert.Equal(text, IdentityNumber.Mask(text));
    }

    [Fact]
    public void Every_number_made_by_the_rule_is_found_and_none_with_another_check_digit()
    {
        Gen.Select(Gen.Int[0, 70_000], Gen.Int[0, 999], Gen.Bool, Gen.Int[1, 9]).Sample((day, serial, isCoordination, wrong) =>
        {
            var date = new DateOnly(1900, 1, 1).AddDays(day);
            var digits = $"{date.Year % 100:00}{date.Month:00}{(isCoordination ? date.Day + 60 : date.Day):00}{serial:000}";
            var check = (10 - (digits.Select((digit, i) => (digit - '0') * (2 - (i % 2))).Sum(product => (product / 10) + (product % 10)) % 10)) % 10;
            var number = $"{date.Year / 100}{digits[..6]}-{digits[6..]}";
            return IdentityNumber.IsIn($"x {number}{check} y") && !IdentityNumber.IsIn($"x {number}{(check + wrong) % 10} y");
        });
    }

    [Theory]
    [InlineData("hubs", "id,name", "811218-9876,Norr", "id")]
    [InlineData("hubs", "id,name", "x,Anna 811218-9876", "name")]
    [InlineData("organisations", "id,name,sector,remit", "x,X,other,Firma 811218-9876", "remit")]
    [InlineData("organisations", "id,name,sector,keywords", "x,X,other,a|811218-9876", "keywords")]
    [InlineData("members", "id,name,organisation,hub,challenges", "x,X,skv,norr,Mitt nummer är 811218-9876", "challenges")]
    [InlineData("members", "id,name,organisation,hub,email", "x,X,skv,norr,8112189876@example.se", "email")]
    [InlineData("events", "id,hub,title,starts_at,description", "x,norr,X,2026-11-24T09:00:00Z,811218-9876", "description")]
    [InlineData("rules", "kind,a,reason", "never,anna,811218-9876", "reason")]
    [InlineData("interactions", "a,b,kind,at", "anna,8112189876,met,2026-11-24T09:00:00Z", "b")]
    public async Task A_cell_with_one_is_refused_and_the_number_is_repeated_nowhere(string table, string header, string row, string column)
    {
        await using var bench = await Bench.OpenFilledAsync();
        var reject = await bench.RejectOneAsync(table, header, row);
        Assert.Equal(column, reject.Column);
        Assert.Contains("personal identity number", reject.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("9876", reject.Reason + string.Concat(reject.Cells), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_about_something_else_does_not_quote_it_either()
    {
        await using var bench = await Bench.OpenFilledAsync();
        var reject = await bench.RejectOneAsync("members", "id,name,organisation,hub,capacity,pnr", "x,X,skv,norr,811218-9876,811218-9876");
        Assert.Equal("capacity", reject.Column);
        Assert.DoesNotContain("9876", reject.Reason + string.Concat(reject.Cells), StringComparison.Ordinal);
    }
}
