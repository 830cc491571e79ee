using CsCheck;
using Matching.Profiles;
using Matching.Words;

namespace Matching.Tests.Words;

public sealed class ConceptListTests
{
    private const string Header = "id;sv;en;sv_terms;en_terms;broader;owner;authorities;note";

    private static readonly ConceptList Small = Read(
        "power-grid;elnät;power grid;stamnät|ansluta till elnätet;transmission grid;;agency;Svenska kraftnät;",
        "labour-law;arbetsrätt;labour law;rätt till ledighet;right to leave;;agency;Arbetsdomstolen;",
        "property;fastighet;property;fastighetsgräns;real estate;;agency;Lantmäteriet;",
        "living;boende;living;bostad|hem;home;;municipality;kommunen;",
        "advice;råd;advice;rådgivning;counsel;;agency;Tillväxtverket;");

    [Theory]
    [InlineData("Elnätet räcker inte", "power-grid", "Elnätet")]
    [InlineData("vi vill ansluta oss till elnätet nu", "power-grid", "ansluta oss till elnätet")]
    [InlineData("Har ni rätt till ledighet?", "labour-law", "rätt till ledighet")]
    [InlineData("The TRANSMISSION GRIDS are full", "power-grid", "TRANSMISSION GRIDS")]
    [InlineData("tagg: arbetsratt", "labour-law", "arbetsratt")]
    [InlineData("fastigheternas värde", "property", "fastigheternas")]
    [InlineData("labourlaw", "labour-law", "labourlaw")]
    public void A_term_is_found_in_its_forms_and_given_in_the_writers_words(string text, string id, string term)
    {
        var mention = Assert.Single(Small.MentionsIn(text));
        Assert.Equal(id, mention.Concept.Id);
        Assert.Equal(term, mention.Term);
        Assert.Equal(term, text.Substring(mention.Start, mention.Length));
    }

    [Theory]
    [InlineData("Ansluta. Elnätverk")]
    [InlineData("rätt; ledighet")]
    [InlineData("fast anställning")]
    [InlineData("en lang rad")]
    [InlineData("")]
    public void What_only_looks_like_a_term_is_none(string text) => Assert.Empty(Small.MentionsIn(text));

    [Fact]
    public void The_longest_term_wins_and_the_text_goes_on_behind_it() =>
        Assert.Equal(["power-grid", "living"], Small.MentionsIn("ansluta till elnätet hemma: bostad").Select(mention => mention.Concept.Id));

    [Theory]
    [InlineData("fastigheterboende", "fastighet|boende")]
    [InlineData("FASTIGHETOCHBOENDE", "FASTIGHET|BOENDE")]
    [InlineData("elnätsfastigheter", "elnät|fastighet")]
    [InlineData("boendefrågor", "")]
    public void A_word_of_nothing_but_terms_mentions_each(string word, string terms) =>
        Assert.Equal(terms, string.Join('|', Small.MentionsIn(word).Select(mention => mention.Term)));

    [Fact]
    public void A_term_at_either_end_of_a_compound_is_found_when_the_list_is_given_a_splitter()
    {
        Assert.Empty(Small.MentionsIn("elnätsutbyggnad"));
        Assert.Equal(["Elnät", "fastighet"], Small.Splitting(CompoundSplitter.Swedish).MentionsIn("Elnätsutbyggnad på grannfastighet").Select(mention => mention.Term));
    }

    [Theory]
    [InlineData("Gruvtillståndet dröjer", "mining|permit", "Gruv|tillståndet")]
    [InlineData("ett gruv-tillstånd", "mining|permit", "gruv|tillstånd")]
    [InlineData("GATUTILLSTÅND", "street|permit", "GATU|TILLSTÅND")]
    [InlineData("gruvarbetare", "mining", "gruv")]
    public void A_term_that_compounds_begin_with_in_another_form_is_found_there(string text, string ids, string terms)
    {
        var list = Read("mining;gruva;mining;;;;agency;Bergsstaten;", "permit;tillstånd;permit;;;;agency;;", "street;gata;street;;;;municipality;;").Splitting(CompoundSplitter.Swedish);
        var mentions = list.MentionsIn(text);
        Assert.Equal((ids, terms), (string.Join('|', mentions.Select(mention => mention.Concept.Id)), string.Join('|', mentions.Select(mention => mention.Term))));
    }

    [Fact]
    public void Decomposed_letters_and_soft_hyphens_are_counted_where_they_stand()
    {
        const string text = "Ett nytt ela\u0308nde: el\u00ADna\u0308tet och fastighet";
        var mentions = Small.MentionsIn(text);
        Assert.Equal(["el\u00ADna\u0308tet", "fastighet"], mentions.Select(mention => text.Substring(mention.Start, mention.Length)));
        Assert.All(mentions, mention => Assert.Equal(mention.Term, text.Substring(mention.Start, mention.Length)));
    }

    [Fact]
    public void A_term_of_two_concepts_mentions_both_in_one_place()
    {
        var list = Read("a;alfa;alpha;delad;;;agency;;why", "b;beta;beta two;delad;;;agency;;why");
        Assert.Equal([("a", 4, 5), ("b", 4, 5)], list.MentionsIn("två delad").Select(mention => (mention.Concept.Id, mention.Start, mention.Length)));
    }

    [Fact]
    public void Mentions_lie_in_the_text_in_order_and_overlap_only_in_one_place() =>
        GenText.Sample(text =>
        {
            var (start, end) = (0, 0);
            foreach (var mention in ConceptList.Standard.MentionsIn(text))
            {
                Assert.True(mention.Length > 0);
                Assert.Equal(mention.Term, text.Substring(mention.Start, mention.Length));
                if ((mention.Start, mention.Start + mention.Length) != (start, end)) Assert.True(mention.Start >= end);
                (start, end) = (mention.Start, mention.Start + mention.Length);
            }
        });

    [Fact]
    public void A_mention_is_the_longest_term_that_plain_search_finds_there() =>
        GenWords.Sample(words =>
        {
            var text = string.Join(' ', words);
            Assert.Equal(PlainMentions(text), Small.MentionsIn(text).Select(mention => (mention.Concept.Id, mention.Start, mention.Length)));
        });

    [Fact]
    public void Two_texts_with_a_full_stop_between_have_the_mentions_of_each() =>
        Gen.Select(GenText, GenText).Sample((left, right) =>
        {
            var shift = left.Length + 2;
            var apart = ConceptList.Standard.MentionsIn(left).Concat(ConceptList.Standard.MentionsIn(right).Select(mention => mention with { Start = mention.Start + shift }));
            Assert.Equal(apart, ConceptList.Standard.MentionsIn($"{left}. {right}"));
        });

    [Theory]
    [InlineData("ansluta till ", "elnätet ")]
    [InlineData("fastigheterboende", "fastigheterboende")]
    [InlineData("bygg", " lov. ")]
    public void Eight_times_the_text_is_about_eight_times_the_work(string first, string second)
    {
        var unit = string.Concat(Enumerable.Repeat(first + second, 250));
        var eight = string.Concat(Enumerable.Repeat(unit, 8));
        ConceptList.Standard.MentionsIn(eight);
        Assert.InRange(Allocated(ConceptList.Standard, eight), 0, 16 * Allocated(ConceptList.Standard, unit));
    }

    [Fact]
    public void A_hosts_concept_extends_the_one_with_its_id_and_comes_first()
    {
        var list = Small.With(Read("power-grid;nätet;the grid;ledning;line;energy;business;Nätbolaget;", "energy;energi;energy;;;;agency;;"));
        var grid = list.Find("power-grid")!;
        Assert.Equal("nätet", grid.Swedish);
        Assert.Equal("energy", grid.Broader);
        Assert.Equal(["ledning", "stamnät", "ansluta till elnätet"], grid.SwedishTerms);
        Assert.Equal(["Nätbolaget", "Svenska kraftnät"], grid.Authorities);
        Assert.Equal(["business", "agency"], grid.Owners);
        Assert.Equal("power-grid", Assert.Single(list.MentionsIn("en ledning")).Concept.Id);
        Assert.Null(list.Find("nowhere"));
        Assert.Equal(Small.Concepts.Count + 1, list.Concepts.Count);
    }

    [Theory]
    [InlineData("a;alfa;alpha;;;gone;agency;;", "gone")]
    [InlineData("power-grid;elnät;power grid;;;property;agency;;|property;fastighet;property;;;power-grid;agency;;", "circle")]
    public void A_broader_concept_that_is_nowhere_or_leads_round_is_refused(string rows, string said)
    {
        var own = Read(rows.Split('|'));
        Assert.Contains(said, Assert.Throws<FormatException>(() => Small.With(own)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a;alfa;alpha;;;;agency;", "Line 2, column authorities: the line has 8 cells and must have 9; put a semicolon between cells and none within.")]
    [InlineData("A b;alfa;alpha;;;;agency;;", "Line 2, column id: 'A b' must be lower-case English words joined by hyphens, as in grid-connection.")]
    [InlineData("a;alfa;;;;;agency;;", "Line 2, column en: the concept has no name; write one.")]
    [InlineData("a;alfa;alpha;\"x\";;;agency;;", "Line 2, column sv_terms: cells stand without quotation marks; take them out.")]
    [InlineData("a;alfa;alpha;;;;state;;", "Line 2, column owner: 'state' is no sector; write one or more of agency, county-board, municipality, region, public-company, university, business, association, other, with | between them.")]
    [InlineData("a;alfa;alpha;;;;;;", "Line 2, column owner: '' is no sector; write one or more of agency, county-board, municipality, region, public-company, university, business, association, other, with | between them.")]
    [InlineData("a;alfa;alpha;att göra;;;agency;;", "Line 2, column sv_terms: 'att göra' has no telling word and would never be found; write more of it, or take it out.")]
    [InlineData("a;alfa;alpha;;;;agency;;\na;beta;beta;;;;agency;;", "Line 3, column id: 'a' stands on line 2 already; give each concept one line.")]
    [InlineData("a;alfa;alpha;;;;agency;;\n\nb;beta;bravo;alfas;;;agency;;why", "Line 4, column sv_terms: 'alfas' stands under 'a' already; keep it under one of them, or say why in both lines' note.")]
    public void A_bad_line_is_refused_with_its_place_and_what_would_be_right(string rows, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => Read(rows.Split('\n'))).Message);

    [Fact]
    public void A_file_without_the_header_is_refused() =>
        Assert.StartsWith($"Line 1, column id: the first line must be '{Header}'", Assert.Throws<FormatException>(() => ConceptList.Read(new StringReader("id;name"))).Message, StringComparison.Ordinal);

    [Fact]
    public void The_owners_are_the_sectors_of_the_import_contract() => Assert.Equal(Vocabulary.All<Sector>(), ConceptFile.Sectors);

    private static readonly Gen<string[]> GenWords =
        Gen.OneOf("elnät", "elnätet", "ansluta", "till", "oss", "rätt", "ledighet", "fastigheter", "fast", "bostad", "hem:", "stamnät.", "och", "transmission", "grid").Array[0, 9];

    private static readonly Gen<string> GenText = Gen.OneOf(
        Gen.OneOf("elnät", "bygglov", "Ja\u0308rnva\u0308g", "skol\u00ADbuss", "upphandling", "förskola", "och", "till", "mark", "miljö", "-", ".", "\n", "arbetsratt", "fastigheterboende", "é", "𝒳", "work permit")
            .Array[0, 12].Select(words => string.Join(' ', words)),
        Gen.String[Gen.Char["aeålkns \u0308\u00AD.-ÖR"], 0, 40]);

    private static ConceptList Read(params string[] rows) => ConceptList.Read(new StringReader(string.Join('\n', [Header, .. rows])));

    // Bytes stand for steps: unlike time they are the same on every run.
    private static long Allocated(ConceptList list, string text)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        list.MentionsIn(text);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    // Every stretch of words against every term, longest first; the small list has no term that is written together or without its marks here.
    private static IEnumerable<(string Id, int Start, int Length)> PlainMentions(string text)
    {
        var words = Tokens.Placed(text).ToList();
        for (var first = 0; first < words.Count; first++)
        {
            for (var last = words.Count - 1; last >= first; last--)
            {
                var stretch = text[words[first].Start..words[last].End];
                var meant = Small.Concepts.FirstOrDefault(concept => concept.Wordings.Any(wording => Same(stretch, wording)));
                if (meant is null || stretch.IndexOfAny(['.', ':']) >= 0) continue;
                yield return (meant.Id, words[first].Start, stretch.Length);
                first = last;
            }
        }
    }

    private static bool Same(string stretch, string wording) =>
        ConceptIndex.Keys(stretch).Select(Bare).SequenceEqual(ConceptIndex.Keys(wording).Select(Bare), StringComparer.Ordinal);

    private static string Bare(string key) => key == "elnätet" ? "elnät" : key;
}
