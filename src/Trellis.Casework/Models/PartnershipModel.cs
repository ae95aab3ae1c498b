using System.Reflection;
using Trellis.Sources;

namespace Trellis.Models;

/// <summary>A way of working together: a reviewed file under definitions/models.</summary>
/// <param name="Name">"Federation".</param>
/// <param name="Depth">How deep such a partnership usually goes: 1 informal ... 5 merged governance.</param>
/// <param name="FromRegister">Whether such partnerships are read from the Department's register of schools, and nobody may state or change one here.</param>
/// <param name="Binds">Whether being in one binds a school, so that only those who may act for the school can confirm it; else those who speak for it can too.</param>
public sealed record PartnershipModel(
    ModelId Id,
    string Name,
    int Depth,
    bool FromRegister,
    bool Binds,
    DateOnly Reviewed,
    DateOnly ReviewBy
)
{
    private static readonly Shape Shape = new(
        new("id"),
        new("name"),
        new("depth", Shape.Content.Whole),
        new("from-register", Shape.Content.Flag, Optional: true),
        new("binds", Shape.Content.Flag, Optional: true)
    );

    /// <exception cref="UnreadableSourceException">The file does not fit; the message says in which line and why.</exception>
    public static PartnershipModel Parse(string file, string yaml)
    {
        var given = ReviewedFile.One(file, yaml, Shape);
        var depth = given.Whole("depth");
        if (depth is < 1 or > 5)
            throw given.Wrong("'depth' is 1, 2, 3, 4 or 5.", "depth");
        return new PartnershipModel(
            ModelId.TryParse(given.Field("id"), null, out var id)
                ? id
                : throw given.Wrong("'id' is small letters with hyphens.", "id"),
            given.Field("name"),
            depth,
            given.Has("from-register"),
            given.Has("binds"),
            given.Day("reviewed"),
            given.Day("review-by")
        );
    }
}

/// <summary>The models of partnership, as they were built in.</summary>
public static class PartnershipModels
{
    private static readonly Lazy<IReadOnlyList<PartnershipModel>> Read = new(() =>
        ReviewedFile.BuiltIn(Assembly.GetExecutingAssembly(), "models/", PartnershipModel.Parse)
    );

    /// <summary>Every model, by id.</summary>
    public static IReadOnlyList<PartnershipModel> All => Read.Value;

    /// <summary>The model of an id; null where there is none.</summary>
    public static PartnershipModel? Of(ModelId id) => All.FirstOrDefault(m => m.Id == id);
}
