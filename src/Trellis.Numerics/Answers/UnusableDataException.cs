namespace Trellis.Answers;

/// <summary>The data cannot answer the question: a sentence that names the rows, units or groups and what is wrong with them.</summary>
/// <remarks>
/// For data alone, which whoever asked can put right. What only a programmer can (arrays of different lengths) is an
/// <see cref="ArgumentException"/>; what leaves some of the answer standing is a <see cref="Remark"/> beside it.
/// </remarks>
public sealed class UnusableDataException : Exception
{
    public UnusableDataException(string sentence)
        : base(sentence) { }

    public UnusableDataException(string sentence, Exception inner)
        : base(sentence, inner) { }

    public UnusableDataException() { }
}
