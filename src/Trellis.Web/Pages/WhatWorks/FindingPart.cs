namespace Trellis.Pages.WhatWorks;

/// <summary>What a study found and how far to trust it, as it stands at the head of a page.</summary>
/// <param name="Level">Of its heading, 2 or more.</param>
public sealed record FindingPart(ShelvedStudy Shelved, int Level);
