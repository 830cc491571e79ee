using Matching.Gatherings;
using Matching.Profiles;
using Xunit;

namespace Matching.Tests.Gatherings;

public sealed class ThemesTests
{
    [Fact]
    public void A_topic_makes_a_theme_of_the_events_that_share_it_whatever_its_case() =>
        Assert.Equal([[0, 2]], Themes.ByTopic([["Vatten", "vatten"], ["Skola"], ["VATTEN", "Elnät"]]));

    [Fact]
    public void Titles_that_share_a_word_in_another_form_or_a_part_of_a_compound_make_a_theme()
    {
        Assert.Equal([[0, 1]], Themes.ByTitle(["Frukost om bostäder", "Frukostar i hamnen", "Rundvandring"]));
        Assert.Contains(Themes.ByTitle(["Energifrukost", "Vattendag", "Energidag"]), theme => theme.SequenceEqual([0, 2]));
    }

    [Fact]
    public void Words_that_say_nothing_make_no_theme() => Assert.Empty(Themes.ByTitle(["Vi om skolan", "Vi om vattnet"]));

    [Fact]
    public void Topics_and_titles_both_make_themes_of_events() => Assert.Equal(2, Themes.Of([
        new Gathering { Id = "e1", Hub = "norr", Title = "Frukost", StartsAt = DateTimeOffset.UnixEpoch, Topics = ["vatten"] },
        new Gathering { Id = "e2", Hub = "norr", Title = "Frukost", StartsAt = DateTimeOffset.UnixEpoch, Topics = ["vatten"] },
    ]).Count);
}
