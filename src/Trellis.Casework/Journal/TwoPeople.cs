namespace Trellis.Journal;

/// <summary>An act that one person alone cannot do: the first proposes it, another confirms it.</summary>
/// <remarks>The store refuses it without a second person, whoever asks and from wherever; only the program itself, carrying out a published rule, needs none.</remarks>
public interface ITwoPeople
{
    /// <summary>Why somebody cannot be the second person; null where they can. That it is another than the first is seen to elsewhere.</summary>
    Refusal? MayConfirm(Actor second);
}
