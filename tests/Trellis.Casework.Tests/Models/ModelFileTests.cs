using Trellis.EvidenceLibrary;
using Trellis.Library;
using Trellis.Models;
using Trellis.Sources;

namespace Trellis.Tests.Models;

/// <summary>The models of partnership are files that people review, with a source behind every sentence.</summary>
public sealed class ModelFileTests(ITestOutputHelper output)
{
    private static readonly string[] states = ["maintained", "academy", "academy-in-a-trust"];

    [Fact]
    public void There_are_the_24_models_of_the_field_and_none_is_blank_anywhere()
    {
        var blanks = PartnershipModels
            .All.SelectMany(m =>
                Enum.GetValues<ModelField>()
                    .Where(f => !m.Claims.Any(c => c.About == f && c.Claim.Words.Length > 0))
                    .Select(f => $"{m.Id}: {CodeWord.Of(f)}")
                    .Concat(
                        Enum.GetValues<StepTo>()
                            .Where(to => m.StepsTo(to).Count == 0)
                            .Select(to => $"{m.Id}: steps to {CodeWord.Of(to)}")
                    )
            )
            .ToArray();
        var claims = PartnershipModels.All.SelectMany(m => m.AllClaims).ToArray();
        output.WriteLine(
            $"{PartnershipModels.All.Count} models, {claims.Length} claims and steps: "
                + string.Join(
                    ", ",
                    claims
                        .Where(c => c.IsKnown)
                        .CountBy(c => c.Sure)
                        .Select(p => $"{p.Value} {CodeWord.Of(p.Key)}")
                )
                + $", {claims.Count(c => !c.IsKnown)} not known with a reason; {blanks.Length} blanks; {SourceLibrary.All.Count} sources"
        );
        Assert.Equal(24, PartnershipModels.All.Count);
        Assert.Empty(blanks);
    }

    [Fact]
    public void Every_claim_names_a_source_of_the_library_or_says_it_is_general_knowledge() =>
        Assert.All(
            PartnershipModels.All.SelectMany(m => m.AllClaims).Where(c => c.IsKnown),
            c => Assert.True(c.Sources.Count > 0 || c.Sure == Sureness.Memory, c.Says)
        );

    [Fact]
    public void Every_source_of_the_library_is_cited_somewhere()
    {
        var cited = PartnershipModels
            .All.SelectMany(m => m.AllClaims)
            .Concat(BodyPart.All.Select(p => p.Claim))
            .Concat(EvidenceClaims.All.Select(c => c.Words))
            .Concat(Initiative.All.Select(i => i.Aims))
            .SelectMany(c => c.Sources)
            .Select(s => s.Key)
            .ToHashSet();
        Assert.Empty(SourceLibrary.All.Where(s => !cited.Contains(s.Key)).Select(s => s.Key));
    }

    [Fact]
    public void A_source_whose_address_was_not_kept_says_so() =>
        Assert.All(
            SourceLibrary.All.Where(s => s.Address.Length == 0),
            s => Assert.Contains("address", s.Doubt)
        );

    [Fact]
    public void Small_schools_of_each_kind_that_the_state_pays_for_have_six_models_to_begin_with()
    {
        foreach (var state in states)
        {
            var kind = CodeWord.Parse<SchoolKind>(state)!.Value;
            Assert.Equal(6, PartnershipModels.All.Count(m => m.ShortList.Contains(kind)));
        }
    }

    [Fact]
    public void A_model_on_a_short_list_is_open_to_that_kind_of_school_and_not_over() =>
        Assert.All(
            PartnershipModels.All.SelectMany(m => m.ShortList.Select(k => (Model: m, Kind: k))),
            one =>
            {
                Assert.False(one.Model.IsOver(new DateOnly(2026, 11, 22)));
                var who = one.Model.On(one.Kind.Who(), new DateOnly(2026, 11, 22));
                Assert.True(who.Answer is Answer.Yes or Answer.Some, $"{one.Model.Id} {one.Kind}");
            }
        );

    /// <summary>SEED G, the guide of 2015, of federations and trusts: names, DfE numbers, judgements, tables and character do not change.</summary>
    [Theory]
    [InlineData("federation")]
    [InlineData("multi-academy-trust")]
    public void What_the_guide_of_2015_says_stays_the_same_stays_the_same(string id)
    {
        var model = PartnershipModels.Of(ModelId.Parse(id))!;
        for (var field = ModelField.KeepsName; field <= ModelField.KeepsCharacter; field++)
        {
            var claim = Assert.Single(model.Of(field));
            Assert.Equal(Answer.Stays, claim.Answer);
            Assert.Equal(Sureness.Seen, claim.Claim.Sure);
            Assert.Equal("SEED-G", Assert.Single(claim.Claim.Sources).Key);
        }
    }

    /// <summary>SI 2012/1035, regulations 9 and 30 and part 6.</summary>
    [Fact]
    public void A_federation_has_the_terms_of_its_regulations()
    {
        var federation = PartnershipModels.Of(ModelId.Parse("federation"))!;
        Assert.Equal(
            [7 * 6],
            federation
                .StepsTo(StepTo.Form)
                .Where(s => s.Days is not null)
                .Select(s => s.Days!.Value)
        );
        Assert.Equal(
            [7, 14, 7],
            federation
                .StepsTo(StepTo.Leave)
                .Where(s => s.Days is not null)
                .Select(s => s.Days!.Value)
        );
        Assert.Equal(
            Answer.ByProcedure,
            federation.On(ModelField.Leave, new DateOnly(2026, 11, 22)).Answer
        );
        Assert.Equal(
            Answer.NoRight,
            PartnershipModels
                .Of(ModelId.Parse("multi-academy-trust"))!
                .On(ModelField.Leave, new DateOnly(2026, 11, 22))
                .Answer
        );
    }

    [Fact]
    public void The_law_of_the_day_is_what_a_day_is_asked_for()
    {
        var trust = PartnershipModels.Of(ModelId.Parse("multi-academy-trust"))!;
        bool MustOrder(DateOnly day) =>
            Assert
                .Single(
                    trust.Of(ModelField.PartRegion),
                    c => c.Claim.HoldsOn(day) && c.Claim.Says.Contains(" order a school")
                )
                .Claim.Says.Contains("had to");
        Assert.True(MustOrder(new DateOnly(2026, 6, 28)));
        Assert.False(MustOrder(new DateOnly(2026, 6, 29)));
        Assert.Equal(25_000, trust.On(ModelField.Cost, new DateOnly(2024, 12, 20)).Grant);
        Assert.Equal(0, trust.On(ModelField.Cost, new DateOnly(2024, 12, 21)).Grant);
    }

    [Theory]
    [InlineData("teaching-school-alliance", "2021-08-31", "2021-09-01")]
    [InlineData("governance-leader-deployment", "2023-11-30", "2023-12-01")]
    [InlineData("family-of-schools", "2011-12-31", "2012-01-01")]
    public void A_model_that_has_ended_is_over_from_the_day_after(
        string id,
        string last,
        string after
    )
    {
        var model = PartnershipModels.Of(ModelId.Parse(id))!;
        Assert.False(model.IsOver(DateOnly.Parse(last)));
        Assert.True(model.IsOver(DateOnly.Parse(after)));
    }

    [Fact]
    public void Sentences_have_25_words_at_most() =>
        Assert.DoesNotContain(
            PartnershipModels
                .All.SelectMany(m => m.AllClaims)
                .Concat(BodyPart.All.Select(p => p.Claim))
                .SelectMany(c => $"{c.Words} {c.Doubt}".Split(". ")),
            s => s.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length > 25
        );

    private static string File(string claims) =>
        $"""
            id: made-up
            name: Made up, fictional
            depth: 1
            claims:
            {claims}
            steps:
              - to: form
                not-known: It is fictional.
            reviewed: 2026-11-22
            review-by: 2027-11-22
            """;

    [Theory]
    [InlineData("  - about: shape\n    not-known: x", "line 5: in 'claims': 'about' is 'shape'")]
    [InlineData(
        "  - about: what\n    says: x\n    not-known: y",
        "'says' or 'not-known', and not both"
    )]
    [InlineData("  - about: what\n    says: x\n    sure: seen", "has to have 'sources'")]
    [InlineData(
        "  - about: what\n    says: x\n    sources: [NONE]\n    sure: seen",
        "no source 'NONE'"
    )]
    [InlineData(
        "  - about: what\n    says: x\n    sources: [L4]\n    sure: memory",
        "from memory has no 'sources'"
    )]
    [InlineData(
        "  - about: leave\n    says: x\n    sources: [L4]\n    sure: seen",
        "at-will, by-agreement"
    )]
    [InlineData(
        "  - about: leave\n    answer: stays\n    says: x\n    sources: [L4]\n    sure: seen",
        "at-will, by-agreement"
    )]
    [InlineData(
        "  - about: what\n    answer: stays\n    says: x\n    sources: [L4]\n    sure: seen",
        "no 'answer' here"
    )]
    [InlineData(
        "  - about: what\n    says: x\n    grant: 5\n    sources: [L4]\n    sure: seen",
        "has no 'grant'"
    )]
    [InlineData(
        "  - about: aims\n    says: x\n    aims: [fun]\n    sources: [L4]\n    sure: seen",
        "'fun' is none of school-economic"
    )]
    [InlineData(
        "  - about: what\n    says: x\n    sources: [L4]\n    sure: seen\n    from: soon",
        "'soon' is no day"
    )]
    [InlineData(
        "  - about: what\n    says: x\n    sources: [L4]\n    sure: seen\n    from: \"2012\"\n    until: \"2011\"",
        "'until' is before 'from'"
    )]
    [InlineData("  - about: what\n    not-known: x", "nothing is said about 'form'")]
    public void A_file_that_does_not_fit_stops_the_start_with_its_line_and_why(
        string claims,
        string why
    )
    {
        var refused = Assert.Throws<UnreadableSourceException>(() =>
            PartnershipModel.Parse("models/made-up.yaml", File(claims))
        );
        Assert.Contains("models/made-up.yaml", refused.Message);
        Assert.Contains("line ", refused.Message);
        Assert.Contains(why, refused.Message);
    }

    [Theory]
    [InlineData("2012", "2012-01-01", "2012-12-31", "2012")]
    [InlineData("2012-02", "2012-02-01", "2012-02-29", "February 2012")]
    [InlineData("2012-09-01", "2012-09-01", "2012-09-01", "1 September 2012")]
    public void A_rough_day_is_as_exact_as_it_was_given(
        string text,
        string first,
        string last,
        string words
    )
    {
        var day = RoughDay.Parse(text);
        Assert.Equal(
            (DateOnly.Parse(first), DateOnly.Parse(last), words),
            (day.First, day.Last, day.InWords)
        );
        Assert.Equal(text, day.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("201")]
    [InlineData("2012-13")]
    [InlineData("2012-09-31")]
    [InlineData("soon")]
    [InlineData(null)]
    public void What_is_no_day_is_none(string? text) =>
        Assert.False(RoughDay.TryParse(text, null, out _));

    [Fact]
    public void Words_of_the_field_are_told_with_what_stands_in_their_place()
    {
        Assert.Equal(FieldWord.All.Count, FieldWord.All.Select(w => w.Id).Distinct().Count());
        var word = Assert.Single(FieldWord.All, w => w.Id == "hard-federation");
        Assert.StartsWith("Federation", word.Now);
    }
}
