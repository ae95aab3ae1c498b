using Trellis.Schools;

namespace Trellis.Tests.Schools;

public sealed class UrnTests
{
    [Theory]
    [InlineData("100049")]
    [InlineData("20001")]
    public void Five_to_seven_digits_are_a_urn(string text) =>
        Assert.Equal(text, Urn.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("NAT")]
    [InlineData("12")]
    [InlineData("-100049")]
    [InlineData("100 049")]
    public void Anything_else_is_refused(string text) =>
        Assert.False(Urn.TryParse(text, null, out _));
}
