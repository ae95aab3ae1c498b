using Trellis.Schools;

namespace Trellis.Pages.Partners;

/// <summary>How a school is reached by the register: the telephone and the website of its office. Nobody is named.</summary>
public static class Office
{
    /// <summary>"020 7946 0000"; empty where the register gives no number that could be rung.</summary>
    public static string Telephone(Establishment school)
    {
        var digits = new string([.. school.Telephone.Where(char.IsAsciiDigit)]);
        // Spreadsheets take the first zero away.
        if (digits.Length is 9 or 10 && digits[0] != '0')
            digits = "0" + digits;
        if (digits.Length is not (10 or 11) || digits[0] != '0')
            return "";
        return digits switch
        {
            ['0', '2', ..] => $"{digits[..3]} {digits[3..7]} {digits[7..]}",
            ['0', '1', '1', ..] or ['0', '1', _, '1', ..] =>
                $"{digits[..4]} {digits[4..7]} {digits[7..]}",
            _ => $"{digits[..5]} {digits[5..]}",
        };
    }

    /// <summary>The same for a link: "tel:+442079460000".</summary>
    public static string Dial(Establishment school) =>
        $"tel:+44{Telephone(school).Replace(" ", "", StringComparison.Ordinal)[1..]}";
}
