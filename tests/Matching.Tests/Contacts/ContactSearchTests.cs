using CsCheck;
using Matching.Contacts;
using Matching.Profiles;
using Matching.Words;

namespace Matching.Tests.Contacts;

public sealed class ContactSearchTests
{
    private const string Question = "Vi behöver besked om anslutning till stamnätet innan vi kan bestämma oss för tomten.";

    private static readonly Organisation[] Organisations =
    [
        new() { Id = "svk", Name = "Affärsverket svenska kraftnät", Sector = Sector.Agency, ShortName = "SVK", Keywords = ["stamnät", "elförsörjning"], FunctionAddress = "registrator@svk.example" },
        new() { Id = "boverket", Name = "Boverket", Sector = Sector.Agency, Keywords = ["byggregler"], FunctionAddress = "registrator@boverket.example" },
        new() { Id = "kommun", Name = "Luleå kommun", Sector = Sector.Municipality, Municipality = "Luleå" },
        new() { Id = "annan-kommun", Name = "Bodens kommun", Sector = Sector.Municipality, Municipality = "Boden" },
        new() { Id = "foretag", Name = "Fabriken", Sector = Sector.Business },
    ];

    [Fact]
    public void The_authority_comes_with_the_person_who_answers_for_it_why_and_the_way_to_her()
    {
        var hub = Hub(
            [Asker, Ellinor, Hubs.Member("mellan", "kommun")],
            Hubs.Met("asker", "mellan", 3), Hubs.Met("mellan", "ellinor", 2));
        var answer = Search(hub).Find(new ContactQuestion { Text = Question, Asker = "asker" });
        var first = answer.Items[0];
        Assert.Equal(("svk", false, "registrator@svk.example"), (first.Organisation, answer.Unmet, first.FunctionAddress));
        var person = Assert.Single(first.Contacts);
        Assert.Equal(("ellinor", "ellinor", 0, 2), (person.Member, person.FirstName, person.Open, person.Capacity));
        Assert.Contains("stamnätet", first.Evidence.SelectMany(evidence => evidence.Matched));
        Assert.All(first.Evidence.SelectMany(evidence => evidence.Matched), word => Assert.Contains(word, Question, StringComparison.Ordinal));
        // Who stands between has not agreed to be named.
        Assert.Equal([new PathStep("asker", "asker"), new PathStep(null, null), new PathStep("ellinor", "ellinor")], first.WarmPath);
        var consenting = Hub(
            [Asker, Ellinor, Hubs.Member("mellan", "kommun") with { MayBeNamed = true }],
            Hubs.Met("asker", "mellan", 3), Hubs.Met("mellan", "ellinor", 2));
        Assert.Equal("mellan", Search(consenting).Find(new ContactQuestion { Text = Question, Asker = "asker" }).Items[0].WarmPath[1].FirstName);
    }

    [Fact]
    public void An_organisation_and_its_person_are_found_by_what_a_question_means_without_a_word_in_common()
    {
        Organisation[] organisations =
        [
            new() { Id = "mill", Name = "Mjölnarna", Sector = Sector.Business, Keywords = ["malning"] },
            .. Enumerable.Range(0, 40).Select(number => new Organisation { Id = $"o{number}", Name = $"Bolag {number}", Sector = Sector.Business, Keywords = [$"sak{number}"] }),
        ];
        var grinder = Hubs.Member("sten", "mill") with { ContactFor = ["kvarnstenar"] };
        var others = organisations[1..].Select((one, number) => Hubs.Member($"m{number}", one.Id) with { Skills = [$"konst{number}"] });
        var hub = HubSnapshot.Build(Hubs.Records([grinder, .. others], organisations), Hubs.Monday);
        var vectors = TextVectorIndex.Build(new Dictionary<string, float[]>(), organisations.SelectMany(one => one.Keywords).Concat(hub.Members.SelectMany(HubSnapshot.Offers))
            .ToDictionary(text => text, text => text is "malning" or "kvarnstenar" ? (float[])[1, 0] : [0, 1]));
        var search = ContactSearch.Build(hub, new ContactRecords { Organisations = organisations }, vectors: vectors);
        var answer = search.Find(new ContactQuestion { Text = "Vem kan göra bröd åt oss?", Vector = [1, 0] });
        var item = Assert.Single(answer.Items);
        Assert.Equal(("mill", false, "sten"), (item.Organisation, answer.Unmet, item.Contacts.Single().Member));
        Assert.All(item.Evidence, evidence => Assert.Empty(evidence.Matched));
        Assert.Contains(item.Evidence, evidence => evidence.Text is "malning" or "kvarnstenar");
        Assert.Empty(search.Find(new ContactQuestion { Text = "Vem kan göra bröd åt oss?" }).Items);
    }

    [Fact]
    public void Where_nobody_is_there_the_functions_address_is_told_and_the_question_is_unmet()
    {
        var answer = Search(Hub([Asker])).Find(new ContactQuestion { Text = Question, Asker = "asker" });
        Assert.Equal(("svk", true), (answer.Items[0].Organisation, answer.Unmet));
        Assert.Empty(answer.Items[0].Contacts);
        Assert.Equal("registrator@svk.example", answer.Items[0].FunctionAddress);
        Assert.Equal("svk", Search(null).Find(new ContactQuestion { Text = Question }).Items[0].Organisation);
    }

    [Fact]
    public void Who_has_not_agreed_or_has_no_place_free_is_not_named()
    {
        static int Named(Member member, params PastIntroduction[] history) => ContactSearch.Build(
                HubSnapshot.Build(Hubs.Records([Asker, member, Hubs.Member("x", "kommun"), Hubs.Member("y", "kommun")], Organisations) with { History = history }, Hubs.Monday),
                new ContactRecords { Organisations = Organisations })
            .Find(new ContactQuestion { Text = Question }).Items[0].Contacts.Count;
        PastIntroduction Open(string other) => new() { A = "ellinor", B = other, SentAt = Hubs.Monday.AddDays(-1), ExpiresAt = Hubs.Monday.AddDays(9) };
        Assert.Equal(1, Named(Ellinor));
        Assert.Equal(0, Named(Ellinor with { Matchable = false }));
        Assert.Equal(0, Named(Ellinor with { Capacity = 0 }));
        Assert.Equal(1, Named(Ellinor, Open("x")));
        Assert.Equal(0, Named(Ellinor, Open("x"), Open("y")));
    }

    [Fact]
    public void Of_one_unit_one_is_named_and_three_at_most()
    {
        Member Person(string id, string? unit) => Ellinor with { Id = id, Name = id, Unit = unit };
        var hub = Hub([Person("a", "nät"), Person("b", "nät"), Person("c", "plan"), Person("d", null), Person("e", null)]);
        var contacts = Search(hub).Find(new ContactQuestion { Text = Question }).Items[0].Contacts;
        Assert.Equal(3, contacts.Count);
        Assert.Single(contacts, contact => contact.Member is "a" or "b");
    }

    [Fact]
    public void Units_of_two_bodies_below_one_organisation_are_two_even_when_called_alike()
    {
        Organisation[] below = [new() { Id = "nord", Name = "Nord", Sector = Sector.Agency, UnitOf = "svk" }, new() { Id = "syd", Name = "Syd", Sector = Sector.Agency, UnitOf = "svk" }];
        Member Person(string id, string organisation) => Ellinor with { Id = id, Name = id, Organisation = organisation, Unit = "plan" };
        Organisation[] all = [.. Organisations, .. below];
        var hub = HubSnapshot.Build(Hubs.Records([Person("a", "nord"), Person("b", "nord"), Person("c", "syd")], all), Hubs.Monday);
        var found = ContactSearch.Build(hub, new ContactRecords { Organisations = all }).Find(new ContactQuestion { Text = Question });
        Assert.Equal(["a", "c"], found.Items.Single(item => item.Organisation == "svk").Contacts.Select(contact => contact.Member));
    }

    [Fact]
    public void Of_two_municipalities_the_one_where_the_matter_lies_comes_first()
    {
        string First(string? municipality) => Search(Hub([Asker])).Find(new ContactQuestion { Text = "Vem beslutar om förskola?", Municipality = municipality }).Items[0].Organisation;
        Assert.Equal(("annan-kommun", "kommun"), (First("Boden"), First("Luleå")));
    }

    [Fact]
    public void Of_an_organisation_that_has_nothing_but_a_name_the_name_is_told()
    {
        Organisation[] bare = [new() { Id = "kultur", Name = "Myndigheten för kulturanalys", Sector = Sector.Agency }, .. Organisations];
        var item = ContactSearch.Build(null, new ContactRecords { Organisations = bare }).Find(new ContactQuestion { Text = "Vem gör kulturanalyser?" }).Items[0];
        Assert.Equal(("kultur", "kulturanalyser"), (item.Organisation, Assert.Single(item.Evidence, evidence => evidence.Text == item.Name).Matched.Single()));
    }

    [Fact]
    public void Evidence_tells_the_words_that_stand_in_that_very_text()
    {
        Organisation[] own = [new() { Id = "x", Name = "Myndigheten", Sector = Sector.Agency, Remit = "Myndigheten prövar ansökningar om hamnar. Den ritar även kartor över isbrytare." }];
        var item = ContactSearch.Build(null, new ContactRecords { Organisations = own }).Find(new ContactQuestion { Text = "kartor över isbrytarna i våra hamnar" }).Items[0];
        var evidence = Assert.Single(item.Evidence, one => own[0].Remit!.Contains(one.Text, StringComparison.Ordinal));
        Assert.Equal("Den ritar även kartor över isbrytare.", evidence.Text);
        Assert.Equal(["kartor", "isbrytarna"], evidence.Matched);
    }

    [Fact]
    public void A_matter_found_inside_a_compound_is_told_by_the_whole_word()
    {
        var matched = Search(null).Find(new ContactQuestion { Text = "Hur går en elnätsutbyggnad till?" }).Items.SelectMany(item => item.Evidence).SelectMany(evidence => evidence.Matched);
        Assert.Equal(["elnätsutbyggnad"], matched.Distinct());
    }

    [Fact]
    public void A_remit_is_quoted_in_pieces_that_leave_no_word_out() => Gen.String[Gen.Char["ab ."], 0, 900].Sample(text =>
    {
        string[] pieces = [.. OwnTexts.Pieces(text)];
        Assert.All(pieces, piece => Assert.InRange(piece.Length, 1, 241));
        static string Letters(string written) => string.Concat(written.Where(char.IsLetter));
        Assert.Equal(Letters(text), Letters(string.Concat(pieces)));
    });

    [Fact]
    public void Of_what_every_town_has_one_stands_for_the_rest_unless_named_or_present()
    {
        Organisation Court(string id, string town) => new() { Id = id, Name = $"{town} tingsrätt", Sector = Sector.Agency, Municipality = town };
        Organisation[] all = [Court("a", "Alingsås"), Court("b", "Boden"), Court("c", "Luleå"), new() { Id = "d", Name = "Kronofogdemyndigheten", Sector = Sector.Agency }];
        string[] Asked(string text, string? municipality, HubSnapshot? hub = null) => [.. ContactSearch.Build(hub, new ContactRecords { Organisations = all })
            .Find(new ContactQuestion { Text = text, Municipality = municipality }).Items.Select(item => item.Organisation)];
        Assert.Equal(["c", "d"], Asked("Vem beslutar om konkurs?", "Luleå"));
        Assert.Equal(["a", "d"], Asked("Vem beslutar om konkurs?", null));
        Assert.Equal(["b", "d"], Asked("Vem på tingsrätten i Boden beslutar om konkurs?", null));
        var hub = HubSnapshot.Build(Hubs.Records([Hubs.Member("x", "b")], all), Hubs.Monday);
        Assert.Equal(["c", "b", "d"], Asked("Vem beslutar om konkurs?", "Luleå", hub));
    }

    [Fact]
    public void Demand_tells_the_hubs_own_municipality_and_one_of_a_kind()
    {
        var month = new DateOnly(2026, 11, 1);
        var owners = Demand.Of(Hub([Asker]), Search(null), [new(month, ["preschool"], true)], month).Single(line => line.Concept == "preschool").Owners;
        Assert.Equal("kommun", owners[0].Organisation);
        Assert.DoesNotContain(owners, owner => owner.Organisation == "annan-kommun");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \t\n")]
    [InlineData("och att det som")]
    [InlineData("Missä voin hakea rakennuslupaa?")]
    [InlineData("Gos mun oaččun veahki?")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("😀 👍🏽 \ud83d")]
    [InlineData("\u0000\u0001")]
    [InlineData("x")]
    public void What_says_nothing_gets_an_honest_empty_answer(string text)
    {
        var answer = Search(Hub([Asker, Ellinor])).Find(new ContactQuestion { Text = text });
        Assert.True(answer.Unmet || answer.Items[0].Score < 0.5);
    }

    [Fact]
    public void An_organisation_that_has_nothing_but_a_name_ends_no_question() =>
        Assert.Equal("foretag", Search(null).Find(new ContactQuestion { Text = "Var ligger Fabriken?" }).Items[0].Organisation);

    [Fact]
    public void Any_text_is_answered_with_scores_in_order_and_words_of_its_own() => Gen.String[Gen.Char, 0, 200].Sample(
        text =>
        {
            var answer = Small.Value.Find(new ContactQuestion { Text = text, Top = 50 });
            Assert.All(answer.Items, item => Assert.InRange(item.Score, ContactSearch.Least, 1));
            Assert.Equal(answer.Items.OrderByDescending(item => item.Score).Select(item => item.Score), answer.Items.Select(item => item.Score));
            Assert.All(answer.Items, item => Assert.NotEmpty(item.Evidence));
        },
        iter: 300);

    [Fact]
    public void A_hundred_thousand_characters_are_answered_too()
    {
        var answer = Small.Value.Find(new ContactQuestion { Text = string.Concat(Enumerable.Repeat(Question + " ", 1_200)) });
        Assert.Equal("svk", answer.Items[0].Organisation);
    }

    [Fact]
    public void What_helped_before_comes_first_and_what_was_wrong_falls_back()
    {
        ContactItem First(params AnswerRecord[] answers) => ContactSearch.Build(null, new ContactRecords { Organisations = Organisations, Answers = answers })
            .Find(new ContactQuestion { Text = "Vi vill veta mer om nätanslutning" }).Items[0];
        Assert.Equal("svk", First().Organisation);
        Assert.Equal("kommun", First(new AnswerRecord("svk", "grid-connection", 0, 9), new AnswerRecord("kommun", "grid-connection", 9, 0)).Organisation);
    }

    [Fact]
    public void Demand_counts_matters_and_tells_which_authority_is_missed()
    {
        var hub = Hub([Asker with { Challenges = ["Anslutning till stamnätet dröjer"] }]);
        var month = new DateOnly(2026, 11, 1);
        AskedQuestion[] questions = [new(month.AddMonths(-1), ["grid-connection"], true), new(month, ["grid-connection"], false), new(month, [], true)];
        var lines = Demand.Of(hub, Search(hub), questions, month);
        Assert.Equal((1, 1, 0), Counts(lines.Single(line => line.Month < month)));
        var now = lines.Single(line => line.Month == month && line.Concept == "grid-connection");
        Assert.Equal((1, 0, 1), Counts(now));
        Assert.Equal(new DemandOwner("svk", "Affärsverket svenska kraftnät", false), now.Owners[0]);
        Assert.Equal((1, 1, 0), Counts(lines.Single(line => line.Concept is null)));
        Assert.True(Demand.Of(Hub([Asker, Ellinor]), Search(Hub([Asker, Ellinor])), questions, month).First(line => line.Concept == "grid-connection").Owners[0].Present);

        static (int, int, int) Counts(DemandLine line) => (line.Questions, line.UnmetQuestions, line.UnmetNeeds);
    }

    [Fact]
    public void Two_needs_that_one_person_can_meet_are_both_met()
    {
        var month = new DateOnly(2026, 11, 1);
        var needy = Asker with { Challenges = ["Anslutning till stamnätet dröjer", "Bygglov för fabriken dröjer"] };
        var able = Ellinor with { Skills = ["bygglov för fabriker"] };
        Assert.Empty(Demand.Of(Hub([needy, able]), Search(null), [], month));
        Assert.Contains(Demand.Of(Hub([needy, Ellinor]), Search(null), [], month), line => line.Concept == "building-permit");
        Assert.DoesNotContain(Demand.Of(Hub([needy, Ellinor]), Search(null), [], month), line => line.Concept == "grid-connection");
    }

    private static readonly Lazy<ContactSearch> Small = new(() => Search(Hub([Asker, Ellinor])));

    private static Member Asker => Hubs.Member("asker", "foretag") with { Name = "asker" };

    private static Member Ellinor => Hubs.Member("ellinor", "svk") with { Name = "ellinor", ContactFor = ["anslutning till stamnätet"] };

    private static HubSnapshot Hub(IEnumerable<Member> members, params Interaction[] met) =>
        HubSnapshot.Build(Hubs.Records(members, Organisations) with { Interactions = met }, Hubs.Monday);

    private static ContactSearch Search(HubSnapshot? hub) => ContactSearch.Build(hub, new ContactRecords { Organisations = Organisations });
}
