using System.Buffers.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Trellis.Access;
using Trellis.People;

namespace Trellis.Tests.Access;

/// <summary>What may be a password, and how it is compared.</summary>
public sealed partial class PasswordRuleTests
{
    private static readonly Person somebody = new(
        PersonId.From("0123456789"u8),
        "Fictional Wilhelmina Applegarth",
        "wilhelmina.applegarth@fictional.example",
        PersonStatus.Active,
        []
    );

    [GeneratedRegex(@"<(input|govuk-input|govuk-password-input)\b[^>]*>", RegexOptions.None, 1000)]
    private static partial Regex Box { get; }

    [Theory]
    [InlineData("four small plain words")]
    [InlineData("        blanks around        ")]
    [InlineData("ünïcödé und ßo wéiter")]
    [InlineData("9174028365 2946103857")]
    [InlineData("!£$%^&*()_+{}:@~<>?|")]
    [InlineData("🦔🐝🦉🐞🦔🐝 hedge bees")]
    public void Any_letters_make_a_password_if_there_are_enough(string password) =>
        Assert.Null(Passwords.Unfit(password, somebody));

    [Theory]
    [InlineData(11, false)]
    [InlineData(12, true)]
    [InlineData(64, true)]
    [InlineData(128, true)]
    [InlineData(200, true)]
    [InlineData(201, false)]
    public void A_password_has_twelve_to_two_hundred_characters(int length, bool fits)
    {
        const string Words = "plain hedgehog umbrella fjord ";
        var password = string.Concat(Enumerable.Repeat(Words, 7))[..length];
        Assert.Equal(fits, Passwords.Unfit(password, somebody) is null);
    }

    [Theory]
    [InlineData("Trellis12345")]
    [InlineData("headteacher1")]
    [InlineData("Academy123456789")]
    [InlineData("governor2026")]
    [InlineData("0fst3d0fst3d")]
    [InlineData("schoolschool")]
    [InlineData("Wilhelmina.Applegarth")]
    [InlineData("fictional wilhelmina applegarth")]
    [InlineData("wilhelmina.applegarth@fictional.example")]
    public void Words_of_this_trade_and_ones_own_name_make_no_password(string password) =>
        Assert.Equal("password-common", Passwords.Unfit(password, somebody)?.Code);

    [Fact]
    public void A_password_is_compared_as_it_was_typed_to_its_last_letter()
    {
        var typed = " Four plain fictional words " + new string('x', 80) + "é";
        var kept = Passwords.Turn(typed);
        Assert.True(Passwords.Compare(kept, typed).Right);
        foreach (
            var other in (string[])
                [
                    typed.Trim(),
                    typed.ToLowerInvariant(),
                    typed[..^1],
                    typed[..72],
                    typed[..64],
                    typed + " ",
                    typed[..^1] + "e\u0301",
                    "",
                ]
        )
            Assert.False(Passwords.Compare(kept, other).Right, other);
        Assert.NotEqual(kept, Passwords.Turn(typed));
    }

    [Fact]
    public void Nothing_is_kept_of_a_password_that_could_make_it_end() =>
        Assert.Equal(
            ["Demo", "Failed", "LockedUntil", "Password", "Person"],
            typeof(Trellis.Store.Account).GetProperties().Select(p => p.Name).Order()
        );

    [Fact]
    public void A_password_kept_by_an_older_measure_is_right_and_said_to_be_old()
    {
        var before = new PasswordHasher<object>(
            Options.Create(new PasswordHasherOptions { IterationCount = 100_000 })
        ).HashPassword(new object(), "four plain fictional words");
        Assert.Equal((true, true), Passwords.Compare(before, "four plain fictional words"));
        Assert.Equal((false, false), Passwords.Compare(before, "four plain fictional word"));
    }

    [Fact]
    public void A_session_is_drawn_from_two_hundred_and_fifty_six_bits_each_time()
    {
        var drawn = Enumerable.Range(0, 1_000).Select(_ => Secrets.Draw()).ToArray();
        Assert.Equal(1_000, drawn.Distinct().Count());
        Assert.All(drawn, d => Assert.Equal(32, Base64Url.DecodeFromChars(d).Length));
        // Each bit is as often one as nought; six standard deviations of 1,000 throws are 95.
        var bits = drawn.Select(d => Base64Url.DecodeFromChars(d)).ToArray();
        for (var bit = 0; bit < 256; bit++)
            Assert.InRange(bits.Count(b => (b[bit / 8] >> (bit % 8) & 1) == 1), 405, 595);
    }

    [Fact]
    public void A_password_is_typed_unseen_may_be_pasted_and_is_known_to_password_books()
    {
        var boxes = Directory
            .EnumerateFiles(
                Repository.PathTo("src", "Trellis.Web", "Pages"),
                "*.cshtml",
                SearchOption.AllDirectories
            )
            .SelectMany(f => Box.Matches(File.ReadAllText(f)).Select(m => m.Value))
            .ToArray();
        var passwords = boxes
            .Where(b => b.Contains("password", StringComparison.OrdinalIgnoreCase))
            .ToArray();
        Assert.NotEmpty(passwords);
        Assert.All(
            passwords,
            box =>
            {
                Assert.True(
                    box.Contains("type=\"password\"", StringComparison.Ordinal)
                        || box.StartsWith("<govuk-password-input", StringComparison.Ordinal),
                    box
                );
                Assert.Matches("autocomplete=\"(current|new)-password\"", box);
                Assert.DoesNotMatch("maxlength|minlength|pattern|onpaste|readonly", box);
            }
        );
        // Nobody is asked for the name of a pet.
        Assert.DoesNotContain(
            boxes,
            b =>
                b.Contains("maiden", StringComparison.OrdinalIgnoreCase)
                || b.Contains("hint=\"Your first", StringComparison.OrdinalIgnoreCase)
                || b.Contains("secret-question", StringComparison.OrdinalIgnoreCase)
        );
    }
}
