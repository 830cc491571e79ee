using CsCheck;
using Matching.Bridges;
using Matching.Introductions;
using Matching.Profiles;

namespace Matching.Storage.Tests;

/// <summary>Records of any content that a store must give back as it was.</summary>
internal static class Generated
{
    // What trips up quoting, patterns, JSON and encodings, beside plain letters.
    private static readonly Gen<string> Text = Gen.OneOf("a", "b", "Å", "ö", " ", "'", "\"", "\\", "%", "_", "|", ";", "\n", "@x", "😀", "null", "[]", "é")
        .Array[0, 6].Select(string.Concat);

    private static readonly Gen<IReadOnlyList<string>> Texts = Text.Array[0, 3].Select(items => (IReadOnlyList<string>)items);
    private static readonly Gen<double> Real = Gen.OneOf(Gen.Double.Unit, Gen.Double[-180, 180], Gen.Const(0.1 + 0.2));
    private static readonly Gen<DateOnly> Day = Gen.Int[0, 3_000_000].Select(DateOnly.FromDayNumber);

    public static readonly Gen<DateTimeOffset> Time = Gen.Long[-5_000_000_000_000_000, 50_000_000_000_000_000]
        .Select(microseconds => DateTimeOffset.UnixEpoch.AddMicroseconds(microseconds));

    /// <summary>2000 weights of ties among 30 members.</summary>
    public static Gen<(int A, int B, double Weight)[]> Weights => Gen.Select(Gen.Int[0, 29], Gen.Int[0, 29], Gen.OneOf(0.25, 0.5, 1)).Array[2000];

    public static readonly string[] HubIds = ["h0", "h1", "h2"];

    /// <summary>2000 lists of some of the hubs.</summary>
    public static Gen<string[][]> HubLists => Gen.Shuffle(HubIds, 0, HubIds.Length).Array[2000];

    public static Gen<Hub> Hub =>
        from name in Text
        from municipality in Maybe(Text)
        from latitude in MaybeValue(Real)
        from longitude in MaybeValue(Real)
        from zone in Gen.OneOf("Europe/Stockholm", "UTC")
        from neighbours in Texts
        from withhold in Gen.Double[0, 0.15]
        select new Hub { Withhold = withhold, Id = "x", Name = name, Municipality = municipality, Latitude = latitude, Longitude = longitude, TimeZone = zone, Neighbours = neighbours };

    public static Gen<Organisation> Organisation =>
        from name in Text
        from sector in Any<Sector>()
        from unitOf in Gen.OneOf(null, "top")
        from texts in Maybe(Text).Array[6]
        from aliases in Texts
        from keywords in Texts
        select new Organisation
        {
            Id = "x",
            Name = name,
            Sector = sector,
            UnitOf = unitOf,
            Municipality = texts[0],
            ShortName = texts[1],
            Aliases = aliases,
            Keywords = keywords,
            Remit = texts[2],
            Website = texts[3],
            Ministry = texts[4],
            FunctionAddress = texts[5],
        };

    public static Gen<Member> Member =>
        from name in Text
        from texts in Maybe(Text).Array[3]
        from otherHubs in Gen.OneOf<string[]>([], ["h1"], ["h2", "h1"])
        from lists in Texts.Array[5]
        from days in Any<Weekday>().Array[0, 7]
        from flags in Gen.Bool.Array[4]
        from capacity in Gen.Int[0, 2]
        from joined in MaybeValue(Day)
        from complexity in Any<NeedComplexity>().Array[0, 3]
        select new Member
        {
            Complexity = complexity,
            Id = "x",
            Name = name,
            Organisation = "agency",
            Hub = "norr",
            Email = texts[0],
            Unit = texts[1],
            Title = texts[2],
            OtherHubs = otherHubs,
            Challenges = lists[0],
            Skills = lists[1],
            Interests = lists[2],
            Languages = lists[3],
            ContactFor = lists[4],
            Days = days,
            Remote = flags[0],
            HappyToHelp = flags[1],
            Matchable = flags[2],
            MayBeNamed = flags[3],
            Capacity = capacity,
            Joined = joined,
        };

    public static Gen<Gathering> Gathering =>
        from title in Text
        from starts in Time
        from ends in MaybeValue(Time)
        from description in Maybe(Text)
        from topics in Texts
        from sizes in MaybeValue(Gen.Int[0, 5000]).Array[2]
        from sectors in Any<Sector>().Array[0, 3]
        select new Gathering
        {
            Id = "x",
            Hub = "norr",
            Title = title,
            StartsAt = starts,
            EndsAt = ends,
            Description = description,
            Topics = topics,
            Capacity = sizes[0],
            MinAttendance = sizes[1],
            Sectors = sectors,
        };

    public static Gen<Interaction> Interaction =>
        from kind in Any<InteractionKind>()
        from at in Time
        from minutes in MaybeValue(Real)
        from useful in Any<Usefulness>()
        select new Interaction { A = "anna", B = "bo", Kind = kind, At = at, Minutes = minutes, Useful = useful };

    public static Gen<StandingTie> Tie =>
        from kind in Any<StandingTieKind>()
        from weight in Real
        select new StandingTie { A = "anna", B = "bo", Kind = kind, Weight = weight };

    public static Gen<CheckIn> CheckIn => Day.Select(day => new CheckIn { Member = "anna", Hub = "norr", Day = day });

    public static Gen<Rule> Rule =>
        from kind in Any<RuleKind>()
        from b in Gen.OneOf(null, "bo", "agency")
        from until in MaybeValue(Day)
        from reason in Maybe(Text)
        select new Rule { Kind = kind, A = "anna", B = b, Until = until, Reason = reason };

    public static Gen<StoredRound> Round =>
        from asOf in Time
        from week in Day.Where(day => day.Year is > 1900 and < 9000).Select(IsoWeek.Of)
        from seed in Gen.Long
        from budget in MaybeValue(Gen.Int[0, 500])
        from mode in Any<RoundMode>()
        from introductions in Introduction.Array[0, 4]
        from leftOut in Gen.OneOf<string[]>([], ["anna"], ["bo", "anna"])
        from reason in Any<LeftOutReason>()
        from before in Picture
        from forecast in Picture
        from score in Gen.Double.Unit
        select new StoredRound
        {
            Id = "round",
            Hub = "norr",
            Week = week,
            AsOf = asOf,
            Options = new RoundOptions { Seed = seed, Budget = budget, Mode = mode },
            Status = RoundStatus.Draft,
            Introductions = [.. introductions.Select((one, i) => one with { Id = $"i{i}", Position = i + 1, Replaces = i == 1 ? "i0" : null })],
            LeftOut = [.. leftOut.Select(member => new LeftOut(member, reason))],
            Network = new NetworkForecast(before, forecast),
            Withheld = [.. leftOut.Take(1).Select(_ => new WithheldPair("anna", "bo", score))],
        };

    private static Gen<StoredIntroduction> Introduction =>
        from suggestion in Suggestion
        from status in Any<IntroductionStatus>()
        from texts in Maybe(Text).Array[2]
        from times in MaybeValue(Time).Array[2]
        select new StoredIntroduction
        {
            Id = "",
            Round = "round",
            Position = 0,
            Suggestion = suggestion,
            Status = status,
            ReasonCode = texts[0],
            DecidedBy = texts[1],
            DecidedAt = times[0],
            SentAt = times[1],
        };

    private static Gen<Suggestion> Suggestion =>
        from kind in Any<SuggestionKind>()
        from score in Gen.Double.Unit
        from parts in Gen.Double.Unit.Array[7]
        from reasons in Reason.Array[0, 4]
        select new Suggestion
        {
            A = "anna",
            B = "bo",
            Kind = kind,
            Score = score,
            Parts = new ScoreParts(parts[0], parts[1], parts[2], parts[3], parts[4], parts[5]),
            Propensity = parts[6],
            Reasons = reasons,
        };

    private static Gen<Reason> Reason =>
        from kind in Any<ReasonKind>()
        from sv in Text
        from en in Text
        from words in Texts
        select new Reason(kind, sv, en, words);

    private static Gen<NetworkPicture> Picture =>
        from counts in Gen.Int[0, 100_000].Array[4]
        from shares in MaybeValue(Gen.Double.Unit).Array[3]
        select new NetworkPicture(counts[0], counts[1], shares[0], shares[1], shares[2], counts[2], counts[3]);

    private static Gen<T> Any<T>() where T : struct, Enum => Gen.Enum<T>();

    private static Gen<T?> Maybe<T>(Gen<T> gen) where T : class => Gen.Bool.SelectMany(there => there ? gen.Select(value => (T?)value) : Gen.Const(() => (T?)null));

    private static Gen<T?> MaybeValue<T>(Gen<T> gen) where T : struct => Gen.Bool.SelectMany(there => there ? gen.Select(value => (T?)value) : Gen.Const(() => (T?)null));
}
