using System.Text.Json.Serialization;

namespace Trellis.Journal;

/// <summary>A state of many parts that is kept whole; what is asked of all of its kind stands beside it.</summary>
public abstract record Document : State
{
    /// <summary>Whom it concerns, as scopes are written: "school:100000". By these it is found again.</summary>
    [JsonIgnore]
    public abstract IReadOnlyList<string> Involves { get; }

    /// <summary>This document after an erasure changed words of it: what points into its texts points to the same words again, and hides more where they cannot be found.</summary>
    /// <param name="before">As it was before the erasure.</param>
    public virtual Document Realigned(Document before) => this;
}
