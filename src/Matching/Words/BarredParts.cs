using System.Collections.Frozen;

namespace Matching.Words;

/// <summary>
/// Words that no compound is ever taken apart into: indecent, insulting, violent, and short ones that would mislead when a person sees
/// them as a part of an innocent word (tillståndsprövning holds "röv", samordnare holds "mord", kanal holds "anal").
/// </summary>
/// <remarks>Where such a word is a true part (mordutredning), it stays joined to its neighbour: that costs a match and offends nobody.</remarks>
internal static class BarredParts
{
    private static readonly FrozenSet<string> Words = """
        anal analt analen anus arsel arslet arsle arslen as aset asen
        bajs bajsa bajset bög bögar bögen bögarna bordell djävel djäveln djävla djävlar djävul
        dräpa dräpt dräp död döda dödad dödat döde döden dödens dödar dödare
        fan fanken fanskap fis fisa fisar fisen fitta fittan fittor fitt fjolla fjollig folkmord
        helvete helvetet helvetes hora horan horor horar hor hore horhus horunge häxa
        idiot idioti idioten jude juden judar jävel jäveln jävla jävlar jävul
        knark knarka knarkar knarkare knull knulla knullar knulle kräk kräket krympling kuk kuken kukar kukarna kåt kåta kått
        lem liket lik likets liken luder ludret lönnmord lönnmördare mongo mongoloid
        mord mordet morden mords mörda mördar mördare mördande nazi nazist neger negern negrer negrerna negress
        onani onanera orgie orgasm penis penisar piss pissa pissar pisset porr porren prutt prutta pruttar
        rasist rasistisk runk runka runkar röv röva röven rövar rövhål rövarna
        sadist satan satans satkäring sex sexet sexist självmord skit skita skitar skiten skiter skitig skitit skitna
        slampa slampor slyna slödder snopp snoppen snoppa snoppar sodomi sperma sperman spy spya spyr spyor stjärt stjärten svartskalle
        tattare testikel testiklar tutte tuttar vagina våldta våldtäkt våldtäktsman zigenare äckel äcklet äcklig
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Every barred word, in ordinal order.</summary>
    internal static IReadOnlyList<string> All { get; } = [.. Words.Order(StringComparer.Ordinal)];

    /// <summary>Whether a text is a barred word, with or without a linking s.</summary>
    internal static bool Has(ReadOnlySpan<char> text)
    {
        var lookup = Words.GetAlternateLookup<ReadOnlySpan<char>>();
        return lookup.Contains(text) || (text.EndsWith("s", StringComparison.Ordinal) && lookup.Contains(text[..^1]));
    }
}
