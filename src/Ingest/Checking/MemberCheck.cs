using Matching.Ingest.Reading;
using Matching.Ingest.Wording;
using Matching.Profiles;
using Matching.Storage;

namespace Matching.Ingest.Checking;

internal sealed class MemberCheck(Desk desk) : IdTableCheck(
    ImportTable.Members, desk, desk.Members,
    new("id", true), new("name", true), new("organisation", true), new("hub", true), new("email"), new("unit"), new("other_hubs"),
    new("challenges"), new("skills"), new("interests"), new("languages"), new("days"), new("contact_for"), new("remote"),
    new("happy_to_help"), new("capacity"), new("title"), new("matchable"), new("joined"), new("complexity"), new("may_be_named"))
{
    private const int Name = 1, Organisation = 2, Home = 3, Email = 4, Unit = 5, OtherHubs = 6, Challenges = 7, Skills = 8, Interests = 9;
    private const int Languages = 10, Days = 11, ContactFor = 12, Remote = 13, HappyToHelp = 14, Capacity = 15, Title = 16, Matchable = 17, Joined = 18, Complexity = 19, MayBeNamed = 20;

    internal override PutOutcome? Take(CheckedRow row)
    {
        var member = Read(row);
        Desk.Organisations.Demand(row, Organisation, member.Organisation);
        Desk.Hubs.Demand(row, Home, member.Hub);
        foreach (var hub in member.OtherHubs) Desk.Hubs.Demand(row, OtherHubs, hub);
        if (row.IsGood && Desk.Scope is not null) CheckScope(row, member);
        if (!row.IsGood) return null;
        NoteTaken(member.Id, row.Line);
        return Desk.Transaction.Put(member);
    }

    private Member Read(CheckedRow row)
    {
        var home = (Id: NewId(row), Name: row.Name(Name), Organisation: row.Id(Organisation), Hub: row.Id(Home));
        return new Member
        {
            Id = home.Id,
            Name = home.Name,
            Organisation = home.Organisation,
            Hub = home.Hub,
            Email = row.Mail(Email),
            Unit = row.Text(Unit),
            OtherHubs = Others(row, home.Hub),
            Challenges = row.List(Challenges),
            Complexity = HowComplex(row),
            Skills = row.List(Skills),
            Interests = row.List(Interests),
            Languages = Tags(row),
            Days = row.Terms<Weekday>(Days),
            ContactFor = row.List(ContactFor),
            Remote = row.YesNo(Remote, otherwise: false),
            HappyToHelp = row.YesNo(HappyToHelp, otherwise: true),
            Capacity = row.Whole(Capacity, 0, 2) ?? 1,
            Title = row.Text(Title),
            Matchable = row.YesNo(Matchable, otherwise: true),
            Joined = row.OptionalDate(Joined),
            MayBeNamed = row.YesNo(MayBeNamed, otherwise: false),
        };
    }

    // The home hub among the others says nothing new, and people write it.
    private static IReadOnlyList<string> Others(CheckedRow row, string home)
    {
        var others = row.Ids(OtherHubs);
        return others.Contains(home) ? [.. others.Where(hub => hub != home)] : others;
    }

    private static List<string> Tags(CheckedRow row)
    {
        var written = row.List(Languages);
        if (written.Count == 0) return [];
        var tags = new List<string>(written.Count);
        foreach (var item in written)
        {
            var tag = item.ToLowerInvariant();
            if (!IsTag(tag))
            {
                row.Refuse(Languages, $"{Quotes.Of(item)} is no language tag. Write sv, en, se, fi, ar and so on, with | between");
            }
            if (!tags.Contains(tag)) tags.Add(tag);
        }
        return tags;
    }

    // One word a challenge, in their order; repeats count, so the list is not read as a set.
    private static List<NeedComplexity> HowComplex(CheckedRow row)
    {
        if (row.Text(Complexity) is not { } text) return [];
        var levels = new List<NeedComplexity>();
        foreach (var item in text.Split('|', StringSplitOptions.TrimEntries))
        {
            if (Vocabulary.TryRead<NeedComplexity>(item, out var level)) levels.Add(level);
            else row.Refuse(Complexity, $"{Quotes.Of(item)} is none of {string.Join(", ", Vocabulary.All<NeedComplexity>())}. Write one for each challenge, with | between, or leave the cell empty");
        }
        if (row.IsGood && levels.Count != row.List(Challenges).Count)
            row.Refuse(Complexity, $"the cell has {levels.Count} words for {row.List(Challenges).Count} challenges. Write one for each, in their order, or leave the cell empty");
        return levels;
    }

    // BCP 47: a language of two or three letters, then whatever narrows it down.
    private static bool IsTag(string tag)
    {
        var parts = tag.Split('-');
        return parts[0].Length is 2 or 3 && parts[0].All(char.IsAsciiLetterLower)
            && parts.Skip(1).All(part => part.Length is >= 2 and <= 8 && part.All(char.IsAsciiLetterOrDigit));
    }

    private void CheckScope(CheckedRow row, Member member)
    {
        var before = Desk.Transaction.FindMemberHubs(member.Id);
        if (!Desk.Covers(member.Hub)) row.Refuse(Home, $"the hub {Quotes.Of(member.Hub)} is not yours. Leave the row to that hub's host");
        if (before is { } there && !Desk.Covers(there.Hub)) row.Refuse(Id, $"the member {Quotes.Of(member.Id)} {OtherHub}");
        foreach (var hub in member.OtherHubs)
        {
            // What another hub agreed to before stays; a new one is that host's to say.
            var isNew = !Desk.Covers(hub) && !(before?.OtherHubs.Contains(hub) ?? false);
            if (isNew)
            {
                row.Refuse(OtherHubs, $"the hub {Quotes.Of(hub)} is not yours, and its own host adds people to it. Take it out of the list");
            }
        }
    }
}
