using Matching.Introductions;

namespace Matching.Api.Rounds;

/// <summary>Why somebody has no introduction this week, in words that can be said to her.</summary>
internal static class LeftOutTexts
{
    internal static string Sv(LeftOutReason reason) => reason switch
    {
        LeftOutReason.NotMatchable => "Har inte sagt ja till att bli introducerad.",
        LeftOutReason.NoCapacity => "Vill inte ha introduktioner just nu.",
        LeftOutReason.AwaitingAnswer => "Har redan introduktioner som väntar på svar.",
        LeftOutReason.Paused => "Har låtit tre introduktioner gå utan svar och vilar tills hon eller han hör av sig.",
        LeftOutReason.NoOpenPair => "Det finns ingen att introducera för: alla är kollegor, känner varandra redan eller ska hållas isär.",
        LeftOutReason.NoGoodPair => "Inget förslag är bra nog den här veckan, och ett dåligt förslag är sämre än inget.",
        LeftOutReason.OthersTaken => "De som passar bäst träffar någon annan den här veckan.",
        LeftOutReason.BordersFull => "Det görs redan nog många introduktioner mellan de organisationerna den här veckan.",
        _ => "Veckans introduktioner räckte inte till alla.",
    };

    internal static string En(LeftOutReason reason) => reason switch
    {
        LeftOutReason.NotMatchable => "Has not agreed to be introduced.",
        LeftOutReason.NoCapacity => "Wants no introductions at present.",
        LeftOutReason.AwaitingAnswer => "Has introductions that wait for an answer.",
        LeftOutReason.Paused => "Has left three introductions without an answer, and rests until saying otherwise.",
        LeftOutReason.NoOpenPair => "There is nobody to be introduced to: all are colleagues, know each other already, or are to be kept apart.",
        LeftOutReason.NoGoodPair => "No suggestion is good enough this week, and none is better than a poor one.",
        LeftOutReason.OthersTaken => "Those who fit best meet somebody else this week.",
        LeftOutReason.BordersFull => "There are enough introductions between those organisations this week.",
        _ => "This week's introductions did not go round.",
    };
}
