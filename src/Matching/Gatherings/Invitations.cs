using Matching.Profiles;

namespace Matching.Gatherings;

/// <summary>
/// Whom to ask to an event: those who add most to F (<see cref="Coverage"/>) until as many are expected as the room holds, then
/// exchanges that bring more strangers of different organisations together (<see cref="PairExchange"/>).
/// </summary>
/// <remarks>
/// rel = 0.7·topic + 0.3·pShow: the matter first, and likely to come. Groups are sectors and organisations; a sector that the organiser
/// wants weighs 1, any other group ½. All of it priors. Nobody is asked who has a word about the event already, who is registered for
/// another at the same time, or whose attention is spent. Members who have not agreed to be introduced may be asked, since an invitation
/// introduces them to nobody, but they are no part of any pair.
/// </remarks>
public sealed class Invitations
{
    private const double TopicWeight = 0.7;
    private const double WantedWeight = 1;
    private const double GroupWeight = 0.5;

    // n² bridging scores, and beyond this a room is a hall: the organiser no longer chooses who meets whom.
    private const int LargestRoom = 300;

    private const int Sectors = (int)Sector.Other + 1;

    private readonly HubSnapshot hub;
    private readonly GatheringBook book;
    private readonly TopicFit topics;
    private readonly AttendanceForecast forecast;
    private readonly EventReasons reasons;
    private readonly Attention attention;
    private readonly PairWorth worth;
    private readonly HashSet<UnorderedPair> satTogether;

    /// <summary>Reads a hub and its events once, for any number of drafts.</summary>
    public Invitations(HubSnapshot hub, GatheringRecords records)
    {
        this.hub = hub;
        book = new GatheringBook(hub, records);
        topics = new TopicFit(hub, book.Gatherings);
        forecast = new AttendanceForecast(hub, book, topics);
        reasons = new EventReasons(hub, book, topics);
        attention = new Attention(hub, book);
        worth = new PairWorth(hub);
        satTogether = [.. Enumerable.Range(0, book.Gatherings.Count).Select(Attended).Where(guests => guests.Count <= Tables.Largest).SelectMany(Pairs)];
    }

    /// <summary>Drafts the invitations to an event of the hub.</summary>
    /// <exception cref="ArgumentException">The hub has no such event.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public InvitationDraft Draft(string gathering, InvitationOptions options)
    {
        Check(options);
        var number = book.Find(gathering) ?? throw new ArgumentException($"Hub '{hub.Hub.Id}' has no event '{gathering}'.", nameof(gathering));
        return Draft(number, options);
    }

    private static void Check(InvitationOptions options)
    {
        if (options.Capacity is { } capacity) ArgumentOutOfRangeException.ThrowIfNegative(capacity, nameof(options.Capacity));
        if (!(options.Variety >= 0)) throw new ArgumentOutOfRangeException(nameof(options), options.Variety, "Variety is 0 or more.");
        if (options.PairShare is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(options), options.PairShare, "PairShare is 0 to 1.");
        ArgumentOutOfRangeException.ThrowIfNegative(options.MostOpen, nameof(options.MostOpen));
        ArgumentOutOfRangeException.ThrowIfNegative(options.MostWaiting, nameof(options.MostWaiting));
    }

    private double Relevance(int member, int gathering) =>
        (TopicWeight * topics.Of(member, gathering)) + ((1 - TopicWeight) * forecast.Of(member, gathering));

    private bool MayBeAsked(int member, int gathering, int mostOpen) =>
        book.Of(member, gathering) is null
        && attention.Open(member) < mostOpen
        && !book.Of(member).Any(standing => standing.Status == AttendanceStatus.Registered && book.Clash(standing.Event, gathering));

    private int[] GroupsOf(int member) => [hub.Groups.Sector[member], Sectors + hub.Groups.Organisation[member]];

    private double[] Weights(Gathering gathering) =>
        [.. Enumerable.Range(0, Sectors + hub.Groups.Organisations).Select(group =>
            group < Sectors && gathering.Sectors.Contains((Sector)group) ? WantedWeight : GroupWeight)];

    private readonly record struct Guests(IReadOnlyList<int> Staying, double Expected);

    // Who comes anyway: the registered, and those who have been asked and not answered.
    private Guests Standing(int gathering)
    {
        var coming = book.To(gathering).Where(standing => standing.Status is AttendanceStatus.Registered or AttendanceStatus.Attended).ToList();
        var asked = book.To(gathering).Where(standing => standing.Status == AttendanceStatus.Invited && standing.Member is not null).ToList();
        var expected = coming.Sum(standing => forecast.OfRegistered(standing.Member)) + asked.Sum(standing => forecast.Of(standing.Member!.Value, gathering));
        return new Guests([.. coming.Select(standing => standing.Member).OfType<int>()], expected);
    }

    private InvitationDraft Draft(int gathering, InvitationOptions options)
    {
        var capacity = options.Capacity ?? book.Gatherings[gathering].Capacity;
        var standing = Standing(gathering);
        var pShow = Enumerable.Range(0, hub.Count).Select(member => forecast.Of(member, gathering)).ToArray();
        var candidates = Enumerable.Range(0, hub.Count).Where(member => MayBeAsked(member, gathering, options.MostOpen)).ToList();
        var budget = capacity is { } places ? Math.Max(0, places - standing.Expected) : double.PositiveInfinity;
        (ulong, int) Order(int member) => (SeededOrder.Of(options.Seed, hub.Members[member].Id), member);

        var chosen = Choose(gathering, options, standing, candidates, member => pShow[member], budget, Order);
        var coverage = NewCoverage(gathering, options, standing);
        var invited = LazyGreedy.Fill(coverage, chosen, _ => 0, 0, Order);
        var waiting = LazyGreedy.Fill(coverage, candidates.Except(chosen), _ => 0, 0, Order).Take(options.MostWaiting);
        var present = standing.Staying.Concat(chosen).Order().ToList();
        var expected = standing.Expected + chosen.Sum(member => pShow[member]);
        var here = standing.Staying.Select(guest => hub.Groups.Organisation[guest]).ToHashSet();
        return new InvitationDraft
        {
            Invited = [.. Describe(invited, gathering, options, here, present, pShow)],
            Waiting = [.. Describe([.. waiting], gathering, options, here, present, pShow)],
            Coverage = Covered(present),
            Capacity = capacity,
            Expected = expected,
            ExpectedBefore = standing.Expected,
            ReachesMinimum = expected + LazyGreedy.Rounding >= (book.Gatherings[gathering].MinAttendance ?? 0),
            Tables = Seat(present, options.Seed),
        };
    }

    private List<int> Choose(
        int gathering, InvitationOptions options, Guests standing, List<int> candidates, Func<int, double> cost, double budget, Func<int, (ulong, int)> order)
    {
        var coverage = NewCoverage(gathering, options, standing);
        List<int> chosen = [.. LazyGreedy.Fill(coverage, candidates, cost, budget, order).Select(pick => pick.Person)];
        var least = (1 - options.PairShare) * coverage.Value;
        if (chosen.Count == 0 || chosen.Count == candidates.Count || chosen.Count + standing.Staying.Count > LargestRoom) return chosen;
        var spare = candidates.Except(chosen).OrderByDescending(coverage.Gain).ThenBy(order).Take(LargestRoom).ToList();
        return [.. new PairExchange(coverage, cost, worth.Of, chosen, spare, standing.Staying).Improve(budget, least)];
    }

    private Coverage NewCoverage(int gathering, InvitationOptions options, Guests standing)
    {
        var coverage = new Coverage(
            [.. Enumerable.Range(0, hub.Count).Select(member => Relevance(member, gathering))],
            [.. Enumerable.Range(0, hub.Count).Select(GroupsOf)],
            Weights(book.Gatherings[gathering]),
            options.Variety);
        foreach (var guest in standing.Staying) coverage.Seat(GroupsOf(guest));
        return coverage;
    }

    // In the order of choice, with the organisations of those before, so that what is said of somebody is true with them in the room.
    private IEnumerable<Invitation> Describe(
        IReadOnlyList<Pick> picks, int gathering, InvitationOptions options, HashSet<int> here, List<int> present, double[] pShow)
    {
        // The first of her sector and of her organisation, with rel = 1.
        var most = 1 + (options.Variety * (WantedWeight + GroupWeight) / 2);
        foreach (var pick in picks)
        {
            var first = here.Add(hub.Groups.Organisation[pick.Person]);
            yield return new Invitation(
                hub.Members[pick.Person].Id, pick.Gain / most, pShow[pick.Person], Reasons(pick.Person, gathering, first, present));
        }
    }

    private List<EventReason> Reasons(int member, int gathering, bool first, List<int> present)
    {
        EventReason?[] found =
        [
            reasons.Topic(member, gathering),
            reasons.WantedSector(member, gathering),
            first ? reasons.FirstOfOrganisation(member) : null,
            EventReasons.NewPeople(present.Count(other => other != member && worth.IsNew(member, other))),
            reasons.Day(member, gathering),
        ];
        var told = found.OfType<EventReason>().Take(EventReasons.Most).ToList();
        return told.Count > 0 ? told : [EventReasons.Open()];
    }

    private InvitationCoverage Covered(List<int> present) => new(
        present.Select(member => hub.Groups.Sector[member]).Distinct().Count(),
        present.Select(member => hub.Groups.Organisation[member]).Distinct().Count(),
        present.Index().Sum(entry => present.Take(entry.Index).Count(other => worth.IsNew(entry.Item, other))));

    private IReadOnlyList<IReadOnlyList<string>> Seat(List<int> present, long seed)
    {
        if (present.Count > LargestRoom) return [];
        var plan = new SeatingPlan(
            [.. present.Select(member => hub.Groups.Organisation[member])],
            [.. present.Select(member => hub.Ties.Neighbours(member).Length > 0)],
            [.. present.AsParallel().AsOrdered().Select(one => present.Select(other => one == other ? 0 : Together(one, other)).ToArray())]);
        return [.. Tables.Seat(plan, seed).Select(table => table.Select(place => hub.Members[present[place]].Id).ToArray())];
    }

    // Nobody keeps who sat where; those of an event that one table held have sat together.
    private List<int> Attended(int gathering) => [.. book.To(gathering)
        .Where(standing => standing.Status == AttendanceStatus.Attended).Select(standing => standing.Member).OfType<int>()];

    private static IEnumerable<UnorderedPair> Pairs(List<int> guests) =>
        guests.SelectMany((one, at) => guests.Take(at).Select(other => UnorderedPair.Of(one, other)));

    private double Together(int one, int other)
    {
        if (worth.KeptApart(one, other)) return -Tables.Forbidden;
        var value = worth.Of(one, other);
        if (hub.Ties.Strength(one, other) > 0) value -= Tables.Tied;
        return satTogether.Contains(UnorderedPair.Of(one, other)) ? value - Tables.SatTogether : value;
    }
}
