using Trellis.Search;

namespace Trellis.Tests.Search;

public sealed class EditsTests
{
    [Theory]
    [InlineData("school", "school", 0)]
    [InlineData("school", "shool", 1)]
    [InlineData("school", "schoool", 1)]
    [InlineData("school", "scholl", 1)]
    [InlineData("school", "shcool", 1)]
    [InlineData("ca", "abc", 3)] // 2 with unrestricted transpositions: the alignment never edits twice
    [InlineData("kitten", "sitting", 3)]
    [InlineData("", "ab", 2)]
    public void Slips_are_counted(string a, string b, int slips)
    {
        Assert.Equal(slips, Edits.Between(a, b, 5));
        Assert.Equal(slips, Edits.Between(b, a, 5));
    }

    [Fact]
    public void More_than_asked_for_is_one_more() =>
        Assert.Equal(2, Edits.Between("abcdef", "uvwxyz", 1));

    [Fact]
    public void The_beginning_of_a_word_may_hold_the_slip() =>
        Assert.Equal(1, Edits.ToBeginning("imipng", "impington", 1));

    [Fact]
    public void The_quick_count_agrees_with_the_plain_table_on_random_words()
    {
        var random = new Random(11);
        for (var i = 0; i < 5000; i++)
        {
            var (a, b) = (Word(random), Word(random));
            Assert.Equal(Math.Min(ByTable(a, b), 3), Edits.Between(a, b, 2));
        }
    }

    private static string Word(Random random) =>
        new([.. Enumerable.Range(0, random.Next(7)).Select(_ => (char)('a' + random.Next(3)))]);

    private static int ByTable(string a, string b)
    {
        var table = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        for (var j = 0; j <= b.Length; j++)
        {
            if (i == 0 || j == 0)
            {
                table[i, j] = i + j;
                continue;
            }
            var least = Math.Min(table[i - 1, j] + 1, table[i, j - 1] + 1);
            least = Math.Min(least, table[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                least = Math.Min(least, table[i - 2, j - 2] + 1);
            table[i, j] = least;
        }
        return table[a.Length, b.Length];
    }
}
