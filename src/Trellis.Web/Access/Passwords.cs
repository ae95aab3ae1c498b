using System.Collections.Frozen;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Trellis.Journal;
using Trellis.People;

namespace Trellis.Access;

/// <summary>What may be a password, and what is kept of it.</summary>
/// <remarks>
/// PBKDF2 with HMAC-SHA-512 through ASP.NET Core Identity's hasher; the turns follow OWASP's Password Storage Cheat Sheet
/// (210,000 in 2025). The rules are those of NIST SP 800-63B: long, and not among those that everybody tries; no digits or
/// signs are asked for, and none expires.
/// </remarks>
public static class Passwords
{
    public const int Shortest = 12;

    /// <summary>Longer ones would make the site work for whoever sends them.</summary>
    public const int Longest = 200;

    public const int Turns = 210_000;

    private static readonly PasswordHasher<Person> hasher = new(
        Options.Create(
            new PasswordHasherOptions
            {
                CompatibilityMode = PasswordHasherCompatibilityMode.IdentityV3,
                IterationCount = Turns,
            }
        )
    );

    // The hasher asks for a user and does not look at it.
    private static readonly Person nobody = new(default, null, null, PersonStatus.Invited, []);

    // What a wrong address is compared with, so that it takes as long as a wrong password.
    private static readonly Lazy<string> nobodys = new(() => Turn(Secrets.Draw()));

    /// <summary>Why a text cannot be somebody's password; null where it can.</summary>
    public static Refusal? Unfit(string? text, Person person)
    {
        if (text is null || text.Length < Shortest)
            return new Refusal(
                "password-short",
                $"Enter a password of at least {Shortest} characters."
            );
        if (text.Length > Longest)
            return new Refusal(
                "password-long",
                $"Enter a password of at most {Longest} characters."
            );
        var bare = Bare(text);
        var address = Bare(person.Email.ToString());
        // Signs alone make a password too; letters among them are looked at as a word where they are most of it.
        var isWord = bare.Length * 2 >= text.Length;
        if (
            text.Distinct().Count() < 4
            || (isWord && (bare.Distinct().Count() < 4 || IsRun(bare)))
            || (
                bare.Length > 0
                && (
                    common.Contains(bare)
                    || common.Contains(Bare(Core(text)))
                    || bare == address
                    || bare == Bare(person.Name.ToString())
                    || bare == Bare(person.Email.ToString().Split('@')[0])
                )
            )
        )
            return new Refusal(
                "password-common",
                "Many people use that password, or it is your own name. Choose another, such as four words that do not belong together."
            );
        return null;
    }

    /// <summary>What is kept of a password.</summary>
    public static string Turn(string password) => hasher.HashPassword(nobody, password);

    /// <summary>Whether a password is the one; a missing account takes as long to refuse as a wrong password.</summary>
    /// <param name="kept">What is kept; null where there is none.</param>
    public static (bool Right, bool Old) Compare(string? kept, string? password)
    {
        if (password is null || password.Length > Longest)
            password = "";
        var said = hasher.VerifyHashedPassword(nobody, kept ?? nobodys.Value, password);
        return kept is null
            ? (false, false)
            : (
                said != PasswordVerificationResult.Failed,
                said == PasswordVerificationResult.SuccessRehashNeeded
            );
    }

    // "P@ssword-2024!!" is "password" with what people put around it.
    private static string Bare(string text)
    {
        var plain = new string([
            .. text.ToLowerInvariant()
                .Select(c =>
                    c switch
                    {
                        '@' or '4' => 'a',
                        '0' => 'o',
                        '1' or '!' => 'i',
                        '3' => 'e',
                        '5' or '$' => 's',
                        '7' => 't',
                        _ => c,
                    }
                )
                .Where(char.IsLetterOrDigit),
        ]);
        return plain;
    }

    // What is left of a text without the digits and signs round it.
    private static string Core(string text)
    {
        var (from, to) = (0, text.Length);
        while (from < to && !char.IsLetter(text[from]))
            from++;
        while (to > from && !char.IsLetter(text[to - 1]))
            to--;
        return text[from..to];
    }

    private static bool IsRun(string text)
    {
        for (var i = 1; i < text.Length; i++)
            if (text[i] - text[i - 1] is not (1 or -1 or 0))
                return false;
        return true;
    }

    // Words that lists of leaked passwords begin with, doubled to our length as people double them, and those of this trade.
    private static readonly FrozenSet<string> common = Common()
        .Select(Bare)
        .ToFrozenSet(StringComparer.Ordinal);

    private static IEnumerable<string> Common()
    {
        string[] words =
        [
            "password",
            "passwort",
            "passw0rd",
            "letmein",
            "welcome",
            "qwerty",
            "qwertyuiop",
            "qwertyuiopas",
            "qwertyuiopasdf",
            "asdfghjkl",
            "asdfghjklzxcvbnm",
            "zxcvbnm",
            "iloveyou",
            "monkey",
            "dragon",
            "football",
            "baseball",
            "liverpool",
            "arsenal",
            "chelsea",
            "manchester",
            "manchesterunited",
            "princess",
            "sunshine",
            "superman",
            "batman",
            "trustno",
            "administrator",
            "admin",
            "changeme",
            "default",
            "secret",
            "master",
            "shadow",
            "michael",
            "charlie",
            "ashley",
            "england",
            "london",
            "summer",
            "winter",
            "autumn",
            "spring",
            "teacher",
            "headteacher",
            "school",
            "primaryschool",
            "secondaryschool",
            "academy",
            "governor",
            "trust",
            "trellis",
            "education",
            "department",
            "ofsted",
            "qazwsxedcrfv",
            "correcthorsebatterystaple",
            "passwordpassword",
            "letmeinletmein",
            "welcomewelcome",
            "whateverwhatever",
            "iloveyouiloveyou",
            "computer",
            "internet",
            "starwars",
            "pokemon",
        ];
        string[] endings =
        [
            "",
            "1",
            "12",
            "123",
            "1234",
            "12345",
            "123456",
            "1234567",
            "12345678",
            "123456789",
            "1234567890",
            "2020",
            "2021",
            "2022",
            "2023",
            "2024",
            "2025",
            "2026",
            "2027",
            "01",
            "99",
            "abc",
            "123!",
            "!",
            "!!",
            "please",
            "now",
            "today",
        ];
        foreach (var word in words)
        {
            foreach (var ending in endings)
            {
                yield return word + ending;
                yield return ending + word;
                yield return word + word + ending;
            }
            yield return "my" + word;
            yield return "the" + word;
            foreach (var other in words)
                yield return word + other;
        }
    }
}
