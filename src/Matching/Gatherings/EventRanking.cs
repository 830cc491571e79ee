using Matching.Profiles;

namespace Matching.Gatherings;

/// <summary>An event that a member might go to.</summary>
/// <param name="Gathering">The event.</param>
/// <param name="Score">How well it suits her. In [0, 1].</param>
/// <param name="Rank">What the list is ordered by: the score, less where many want the seats and what resembles an event further up. Never rises along the list.</param>
/// <param name="Status">Where she stands to it; null when she has no word about it.</param>
/// <param name="Reasons">One to four, most telling first.</param>
public sealed record RankedEvent(Gathering Gathering, double Score, double Rank, AttendanceStatus? Status, IReadOnlyList<EventReason> Reasons);

/// <summary>
/// Which coming events of a hub suit a member: score = (1 − c)·topic + c·company, with c = n/(n + 5) for an event that n members are
/// registered for, so that a new event stands on its matter alone.
/// </summary>
/// <remarks>
/// Many are shown such lists at once, so what a list is ordered by is the score times the share of the seats that would stay free
/// (<see cref="SeatPrices"/>); an event that she has a word about keeps its score. The list is put in order by <see cref="Mmr"/> with λ = 0.7 over
/// the likeness of the events' texts. Events that she has declined are left out. The weight of company is a prior: at five others it counts as much as the topic.
/// </remarks>
public sealed class EventRanking
{
    private const double Lambda = 0.7;
    private const double EvenCompany = 5;

    // From here on company is more than a coincidence of two people's calendars, and may be given as a reason.
    private const double TellingCompany = 0.1;
    private const int SeveralOthers = 3;

    private readonly HubSnapshot hub;
    private readonly GatheringBook book;
    private readonly TopicFit topics;
    private readonly IEventAppeal[] appeals;
    private readonly EventReasons reasons;
    private readonly int[] coming;
    private readonly int[] going;
    private readonly SeatPrices seats;

    /// <summary>Reads a hub and its events once, for any number of members.</summary>
    public EventRanking(HubSnapshot hub, GatheringRecords records)
    {
        this.hub = hub;
        book = new GatheringBook(hub, records);
        topics = new TopicFit(hub, book.Gatherings);
        appeals = [new TopicAppeal(topics), new CompanyAppeal(hub, book)];
        reasons = new EventReasons(hub, book, topics);
        going = [.. Enumerable.Range(0, book.Gatherings.Count).Select(number => book.To(number).Count(CompanyAppeal.IsGoing))];
        coming = [.. Enumerable.Range(0, book.Gatherings.Count).Where(number => book.IsHere(number) && !book.HasBegun(number))];
        seats = new SeatPrices(hub, book, coming, Score);
    }

    /// <summary>The hub's coming events for a member, best first; none for somebody who is no member of the hub.</summary>
    public IReadOnlyList<RankedEvent> For(string member)
    {
        if (hub.Find(member) is not { } person) return [];
        var open = coming.Index().Where(entry => book.Of(person, entry.Item) != AttendanceStatus.Declined).ToArray();
        var worth = open.Select(entry => Score(person, entry.Item) * (book.Of(person, entry.Item) is null ? seats.Free(entry.Index) : 1)).ToArray();
        return [.. Mmr.Order(worth, (one, other) => topics.Between(open[one].Item, open[other].Item), Lambda)
            .Select(entry => (Number: open[entry.Item].Item, entry.Value))
            .Select(entry => new RankedEvent(
                book.Gatherings[entry.Number], Score(person, entry.Number), entry.Value, book.Of(person, entry.Number), Reasons(person, entry.Number)))];
    }

    private double Score(int member, int gathering)
    {
        var others = Others(member, gathering);
        var company = others / (others + EvenCompany);
        double[] weights = [1 - company, company];
        return weights.Zip(appeals, (weight, appeal) => weight * appeal.Of(member, gathering)).Sum();
    }

    private int Others(int member, int gathering) => going[gathering] - (CompanyAppeal.IsGoing(book.Of(member, gathering)) ? 1 : 0);

    private List<EventReason> Reasons(int member, int gathering)
    {
        EventReason?[] found =
        [
            reasons.Topic(member, gathering),
            Others(member, gathering) >= SeveralOthers && appeals[^1].Of(member, gathering) >= TellingCompany ? EventReasons.Company() : null,
            reasons.WantedSector(member, gathering),
            reasons.Day(member, gathering),
        ];
        var told = found.OfType<EventReason>().ToList();
        return told.Count > 0 ? told : [EventReasons.Open()];
    }
}
