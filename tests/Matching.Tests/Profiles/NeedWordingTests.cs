using CsCheck;
using Matching.Profiles;

namespace Matching.Tests.Profiles;

public sealed class NeedWordingTests
{
    [Theory]
    [InlineData("Vem på Svenska kraftnät svarar om anslutning till stamnätet?", NeedComplexity.Information)]
    [InlineData("Vi vet inte vart man vänder sig om uppehållstillstånd", NeedComplexity.Information)]
    [InlineData("Vilken blankett gäller för en ny miljöfarlig verksamhet", NeedComplexity.Information)]
    [InlineData("Who at the county board answers for water permits?", NeedComplexity.Information)]
    [InlineData("Hur gjorde ni när 25 detaljplaner kom samtidigt?", NeedComplexity.Advice)]
    [InlineData("Vi letar exempel på hur andra mäter trygghet", NeedComplexity.Advice)]
    [InlineData("How did you keep your students after the degree?", NeedComplexity.Advice)]
    [InlineData("Anslutning till elnätet dröjer", NeedComplexity.Advice)]
    [InlineData("Vi behöver bygga upp ett arbete mot gäng tillsammans med skolan och polisen", NeedComplexity.Joint)]
    [InlineData("Rennäring och vindkraft är en känslig målkonflikt", NeedComplexity.Joint)]
    [InlineData("We need to agree on who leads, together with the region", NeedComplexity.Joint)]
    public void The_signs_of_the_wording_tell(string need, NeedComplexity expected) => Assert.Equal(expected, NeedWording.Of(need));

    [Fact]
    public void Chi_is_zero_a_half_and_one() =>
        Assert.Equal([0, 0.5, 1], Enum.GetValues<NeedComplexity>().Select(NeedWording.Chi));

    [Fact]
    public void Any_text_is_read_in_bounded_time() =>
        Gen.String.Sample(text => Assert.True(Enum.IsDefined(NeedWording.Of(text + new string('a', 5_000) + text))));
}
