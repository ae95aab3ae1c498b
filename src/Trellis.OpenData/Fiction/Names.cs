namespace Trellis.Fiction;

/// <summary>Invented names: every school, trust, town and authority carries at least one word that is in no real name.</summary>
/// <remarks>
/// The stems were chosen so that no stem joined to any ending is a word in the name of any school, group, town, ward, street or
/// district of the register (checked against the extracts of 2015 to 2026); a test repeats the check where the register is at hand.
/// </remarks>
internal static class Names
{
    private static readonly string[] Stems = (
        "Wend Thrim Eldr Quill Morv Selw Ulf Yarl Dunm Fenw Garr Hexl Ingr Jarv Kest Lort Marv Nesk Pask Rusk Skel Torv Ulv Wyst "
        + "Aldr Brenn Corv Dray Frith Gelt Holv Merr Oth Rav Sarn Umb Vell Wulf Yev Astr Blen Dulv Everm Fald Grist Hult Isk Kerm "
        + "Mung Osk Pell Rind Stav Trun Ushb Zeal Ambr Cleev Darr Ebb Glem Hask Irth Kirn Mord Onn Reth Sculd Yol Bolv Carv Elv "
        + "Gosw Hov Lyth Nev Ovr Pryn Tarn Uff Yed Bask Clav Drem Esp Finv Gorl Kirv Lesk Mosc Nuth Ostr Ruv Sker Vask Welb Brisk "
        + "Chorv Dask Fless Grend Jesk Mesk Nosk Plesk Quern Resk Snav Tresk Vosk Wesk Yask"
    ).Split(' ');

    private static readonly string[] Endings = (
        "mere ley ham ford wick combe holt stow thorpe dale burn field gate worth bridge hurst den minster haven cliffe marsh ridge "
        + "stead well cote beck fell moor shaw garth"
    ).Split(' ');

    // The old names of no real saint, so that "St Aldwyth's" is nobody's school.
    private static readonly string[] Saints = (
        "Aldwyth Wulmar Ebbin Osgyd Tirra Quenric Morwig Selvan Brendig Eorla Hildwen Cynra Tathel Merwyth Ansgild Wenfrith Orlac "
        + "Petrun Sidwyn Thelred Ulric Wigmar Ythel Bertwyn Cadmar Dunwen Eadgyl Frithric Gwendrel Heldra Isgar Kentric Leofwyth "
        + "Nothwen Oswyth Pendric Ruthwen Saxmar Torwen Ulfrith Werric Yrsa Sélwine"
    ).Split(' ');

    private static readonly string[] Streets =
    [
        "Lane",
        "Road",
        "Street",
        "Avenue",
        "Way",
        "Close",
        "Hill",
        "Drive",
    ];

    public static int Places => Stems.Length * Endings.Length;

    /// <summary>A place by its number in an order shuffled by the seed; numbers beyond the last get a second word.</summary>
    public static string Place(int seed, int number)
    {
        var count = Places;
        // A step that shares no divisor with the count walks through every pair once.
        var step = 1009 + (2 * (Math.Abs(seed % 50_000)));
        while (Divisor(step, count) != 1)
            step += 2;
        var pair = (int)((((long)number * step) + 7L * Math.Abs(seed % 10_000)) % count);
        var name = Stems[pair % Stems.Length] + Endings[pair / Stems.Length];
        return (number / count) switch
        {
            0 => name,
            1 => $"Great {name}",
            2 => $"Little {name}",
            3 => $"{name} Regis",
            _ => $"{name} Parva",
        };
    }

    public static string Saint(ref Chance chance) => chance.Pick(Saints);

    public static string Street(int seed, ref Chance chance) =>
        $"{Place(seed, chance.Below(Places))} {chance.Pick(Streets)}";

    private static int Divisor(int a, int b) => b == 0 ? a : Divisor(b, a % b);
}
