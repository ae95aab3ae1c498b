using System.Reflection;
using Trellis.Journal;
using Trellis.Models;
using Trellis.People;
using Trellis.Rules;
using Trellis.Sources;

namespace Trellis.Procedures;

/// <summary>Reads the table of a procedure, and refuses one whose parts do not fit each other.</summary>
internal static class ProcedureTable
{
    private static readonly string[] units = Names<Unit>();

    private static readonly Shape Shape = new(
        new("id"),
        new("version", Shape.Content.Whole),
        new("name"),
        new("models", Shape.Content.Texts),
        new("for"),
        new("from", Shape.Content.Day),
        new("until", Shape.Content.Day, Optional: true),
        new("by-register", Shape.Content.Flag, Optional: true),
        new("of-case", Shape.Content.Flag, Optional: true),
        new("uncertain", Shape.Content.Texts, Optional: true),
        new("goes-on-as", Shape.Content.Texts, Optional: true),
        LawField(optional: false),
        SidesField(optional: false),
        StatesField(optional: false),
        StepsField(optional: false)
    );

    /// <summary>What several tables share, under definitions/procedure-parts: how a transfer goes on once it is approved, the criteria of a decision.</summary>
    private static readonly Shape PartShape = new(
        new("id"),
        LawField(optional: true),
        SidesField(optional: true),
        StatesField(optional: true),
        AsksField(),
        StepsField(optional: true)
    );

    private static readonly Lazy<IReadOnlyDictionary<string, ReviewedFile>> Parts = new(() =>
        ReviewedFile
            .BuiltIn(
                Assembly.GetExecutingAssembly(),
                "procedure-parts/",
                (file, yaml) => ReviewedFile.One(file, yaml, PartShape)
            )
            .ToDictionary(part => part.Field("id"), StringComparer.Ordinal)
    );

    private static Shape.Field LawField(bool optional) =>
        Shape.Field.List(
            "law",
            Shape.Part(
                new("key"),
                new("says"),
                new("address"),
                new("from", Shape.Content.Day),
                new("until", Shape.Content.Day, Optional: true)
            ),
            optional
        );

    private static Shape.Field SidesField(bool optional) =>
        Shape.Field.List(
            "sides",
            Shape.Part(
                new("id"),
                new("name"),
                new("kinds", Shape.Content.Texts),
                new("least", Shape.Content.Whole),
                new("most", Shape.Content.Whole),
                new("acts", Shape.Content.Flag, Optional: true),
                new("maintained", Shape.Content.Flag, Optional: true),
                new("begins", Shape.Content.Flag, Optional: true),
                new("unnamed", Shape.Content.Flag, Optional: true),
                new("roles", Shape.Content.Texts, Optional: true)
            ),
            optional
        );

    private static Shape.Field StatesField(bool optional) =>
        Shape.Field.List(
            "states",
            Shape.Part(
                new("id"),
                new("words"),
                new("now"),
                new("final", Shape.Content.Flag, Optional: true)
            ),
            optional
        );

    private static Shape.Field StepsField(bool optional) =>
        Shape.Field.List(
            "steps",
            Shape.Part(
                new("id"),
                new("name"),
                new("from", Shape.Content.Texts),
                new("to"),
                Shape.Field.List("else", Shape.Part(new("when"), new("to")), optional: true),
                new("who", Shape.Content.Texts),
                new("stated", Shape.Content.Texts, Optional: true),
                new("asks-of", Shape.Content.Texts, Optional: true),
                new("each", Shape.Content.Flag, Optional: true),
                new("once", Shape.Content.Flag, Optional: true),
                AsksField(),
                Shape.Field.List(
                    "rules",
                    Shape.Part(
                        new("rule"),
                        new("field", Optional: true),
                        new("than", Optional: true),
                        new("count", Shape.Content.Whole, Optional: true),
                        new("unit", Shape.Content.Choice, true, units),
                        new("of", Optional: true),
                        new("part", Shape.Content.Whole, Optional: true),
                        new("whole", Shape.Content.Whole, Optional: true),
                        new("unless", Optional: true),
                        new("when", Optional: true),
                        new("and", Optional: true),
                        new("says", Optional: true),
                        new("procedure", Optional: true),
                        new("at", Shape.Content.Texts, Optional: true),
                        new("if-any", Shape.Content.Flag, Optional: true),
                        new("legal", Optional: true),
                        new("fact", Optional: true),
                        new("step", Optional: true)
                    ),
                    optional: true
                ),
                new("no-rule", Optional: true),
                new("due", Shape.Content.Whole, Optional: true),
                new("due-unit", Shape.Content.Choice, true, units),
                new("due-after", Shape.Content.Texts, Optional: true),
                new("due-by", Optional: true),
                new("publishes", Optional: true),
                new("private", Optional: true),
                new("source"),
                new("where", Optional: true),
                new("note", Optional: true),
                new("act", Optional: true),
                new("held-from", Shape.Content.Day, Optional: true),
                new("held-until", Shape.Content.Day, Optional: true)
            ),
            optional
        );

    private static Shape.Field AsksField() =>
        Shape.Field.List(
            "asks",
            Shape.Part(
                new("id"),
                new("name"),
                new("kind", Shape.Content.Choice, false, Names<AskKind>()),
                new("group", Optional: true),
                new("hint", Optional: true),
                new("optional", Shape.Content.Flag, Optional: true),
                new("public", Shape.Content.Flag, Optional: true),
                new("side", Optional: true),
                new("when", Optional: true),
                Shape.Field.List(
                    "options",
                    Shape.Part(
                        new("id"),
                        new("words"),
                        new("if-any", Shape.Content.Flag, Optional: true)
                    ),
                    optional: true
                )
            ),
            optional: true
        );

    /// <exception cref="UnreadableSourceException">The file does not fit; the message says in which line and why.</exception>
    public static Procedure Parse(string file, string yaml)
    {
        var given = ReviewedFile.One(file, yaml, Shape);
        if (!ProcedureId.TryParse(given.Field("id"), null, out var id))
            throw given.Wrong("'id' is small letters, digits and hyphens.", "id");
        var models = given.Many("models")!.Select(m => ModelIn(given, m)).ToList();
        IReadOnlyList<ReviewedFile> all =
        [
            given,
            .. (given.Many("goes-on-as") ?? []).Select(part => PartOf(given, part, "goes-on-as")),
        ];
        var law = Each(all, "law", e => e.Field("key"), LawIn);
        var sides = Each(all, "sides", e => e.Field("id"), SideIn);
        var states = Each(
            all,
            "states",
            e => e.Field("id"),
            e => new Stage(CodeIn(e, "id"), e.Field("words"), e.Field("now"), e.Has("final"))
        );
        // A question is named once in a procedure, so that a rule of a later step can name it.
        _ = all.SelectMany(p => p.Entries("steps"))
            .SelectMany(AsksIn)
            .Aggregate(
                new HashSet<string>(StringComparer.Ordinal),
                (names, ask) =>
                    names.Add(ask.Field("id"))
                        ? names
                        : throw ask.Wrong($"there are two questions '{ask.Field("id")}'.", "id")
            );
        var asks = all.SelectMany(p => p.Entries("steps"))
            .SelectMany(AsksIn)
            .Select(a => AskIn(a, sides))
            .ToDictionary(a => a.Id);
        var byRegister = given.Has("by-register");
        var stepIds = all.SelectMany(p => p.Entries("steps")).Select(s => CodeIn(s, "id")).ToList();
        var steps = Each(
            all,
            "steps",
            e => e.Field("id"),
            e => StepIn(e, law, sides, states, asks, stepIds, byRegister)
        );
        if (!sides.Any(s => s.Begins) && !byRegister)
            throw given.Wrong("no side 'begins', so that no case could ever begin.", "sides");
        return new Procedure(
            id,
            given.Whole("version"),
            given.Field("name"),
            models,
            given.Field("for"),
            given.Day("from"),
            given.Has("until") ? given.Day("until") : null,
            byRegister,
            given.Has("of-case"),
            law,
            given.Many("uncertain") ?? [],
            sides,
            states,
            steps,
            given.Day("reviewed"),
            given.Day("review-by")
        );
    }

    private static ReviewedFile PartOf(ReviewedFile given, string part, string name) =>
        Parts.Value.TryGetValue(part, out var found)
            ? found
            : throw given.Wrong($"there is no part '{part}' of a procedure.", name);

    /// <summary>The questions of a step: its own, and those of the parts it takes over.</summary>
    private static IReadOnlyList<ReviewedFile> AsksIn(ReviewedFile step) =>
        [
            .. step.Entries("asks"),
            .. (step.Many("asks-of") ?? []).SelectMany(part =>
                PartOf(step, part, "asks-of").Entries("asks")
            ),
        ];

    private static ModelId ModelIn(ReviewedFile given, string text) =>
        ModelId.TryParse(text, null, out var id) && PartnershipModels.Of(id) is not null
            ? id
            : throw given.Wrong($"there is no model '{text}'.", "models");

    private static Law LawIn(ReviewedFile e) =>
        new(
            e.Field("key"),
            e.Field("says"),
            e.Field("address").StartsWith('/')
            || Uri.TryCreate(e.Field("address"), UriKind.Absolute, out _)
                ? e.Field("address")
                : throw e.Wrong("'address' is no address.", "address"),
            e.Day("from"),
            e.Has("until") ? e.Day("until") : null
        );

    private static Side SideIn(ReviewedFile e)
    {
        var side = new Side(
            CodeIn(e, "id"),
            e.Field("name"),
            [
                .. e.Many("kinds")!
                    .Select(k =>
                        ValueOf<ScopeKind>(k) ?? throw e.Wrong($"'{k}' is no kind.", "kinds")
                    ),
            ],
            e.Whole("least"),
            e.Whole("most"),
            e.Has("acts"),
            e.Has("maintained"),
            e.Has("begins"),
            e.Has("unnamed"),
            [
                .. (e.Many("roles") ?? []).Select(r =>
                    Roles.TryParse(r, out var role)
                        ? role
                        : throw e.Wrong($"there is no role '{r}'.", "roles")
                ),
            ]
        );
        return side.Most < 1 || side.Least > side.Most
            ? throw e.Wrong("'most' is not at least 'least' and 1.", "most")
            : side;
    }

    private static Ask AskIn(ReviewedFile e, IReadOnlyList<Side> sides)
    {
        var kind = ValueOf<AskKind>(e.Field("kind"))!.Value;
        var options = Each(
            [e],
            "options",
            o => o.Field("id"),
            o => new Option(CodeIn(o, "id"), o.Field("words"), o.Has("if-any"))
        );
        if (kind is AskKind.Choice or AskKind.Ticks != options.Count > 0)
            throw e.Wrong("'options' are for a choice and for ticks, and these need them.", "kind");
        if (kind == AskKind.Party != e.Has("side"))
            throw e.Wrong("'side' is for a party, and a party needs it.", "kind");
        return new Ask(
            CodeIn(e, "id"),
            e.Field("name"),
            kind,
            e.Optional("group"),
            e.Optional("hint"),
            e.Has("optional"),
            e.Has("public"),
            e.Has("side") ? Known(e, "side", sides.Select(s => s.Id)) : null,
            e.Has("when") ? WhenIn(e) : null,
            options
        );
    }

    private static Step StepIn(
        ReviewedFile e,
        IReadOnlyList<Law> law,
        IReadOnlyList<Side> sides,
        IReadOnlyList<Stage> states,
        Dictionary<Code, Ask> asks,
        IReadOnlyList<Code> stepIds,
        bool byRegister
    )
    {
        var stateIds = states.Select(s => s.Id).ToList();
        var entries = AsksIn(e);
        var own = entries.Select(a => asks[CodeIn(a, "id")]).ToList();
        foreach (var (ask, entry) in own.Zip(entries))
            if (ask.When is { } when)
                Answerable(entry, when, own);
        if (!law.Any(l => l.Key == e.Field("source")))
            throw e.Wrong($"there is no law with the key '{e.Field("source")}'.", "source");
        if (e.Has("publishes") == e.Has("private"))
            throw e.Wrong("a step says what it 'publishes', or why it is 'private', and not both.");
        if (own.FirstOrDefault(a => a.Public) is { } open && e.Has("private"))
            throw e.Wrong($"'{open.Id}' is public and the step is not.", "private");
        if (e.Has("rules") == e.Has("no-rule"))
            throw e.Wrong("a step has 'rules', or says in 'no-rule' why not.");
        if (byRegister != e.Has("act"))
            throw e.Wrong("'act' is for procedures of the register, and these need it.");
        var all = asks.Values.ToList();
        var from = e.Many("from")!.Select(f => Among(e, "from", f, stateIds)).ToList();
        if (states.FirstOrDefault(s => s.Final && from.Contains(s.Id)) is { } ended)
            throw e.Wrong($"nothing follows '{ended.Id}': it is final.", "from");
        return new Step(
            CodeIn(e, "id"),
            e.Field("name"),
            from,
            e.Field("to") == "as-it-was" ? null : Known(e, "to", stateIds),
            [
                .. e.Entries("else")
                    .Select(o => new Otherwise(
                        Answerable(o, WhenIn(o), own),
                        Known(o, "to", stateIds)
                    )),
            ],
            [.. e.Many("who")!.Select(w => Among(e, "who", w, sides.Select(s => s.Id)))],
            [
                .. (e.Many("stated") ?? []).Select(w =>
                    Among(e, "stated", w, sides.Select(s => s.Id))
                ),
            ],
            e.Has("each"),
            e.Has("once"),
            own,
            [.. e.Entries("rules").Select(r => RuleIn(r, own, all, stepIds))],
            e.Optional("no-rule"),
            e.Has("due")
                    ? new Due(
                        e.Whole("due"),
                        ValueOf<Unit>(e.Field("due-unit"))!.Value,
                        [
                            .. (e.Many("due-after") ?? []).Select(text =>
                                all.Any(a => a.Id.ToString() == text && a.Kind == AskKind.Day)
                                    ? Code.Parse(text)
                                    : throw e.Wrong(
                                        $"nothing asks for the day '{text}'.",
                                        "due-after"
                                    )
                            ),
                        ],
                        e.Has("due-by") ? DayAsked(e, "due-by", own) : null
                    )
                : e.Has("due-unit") || e.Has("due-after") || e.Has("due-by")
                    ? throw e.Wrong("'due' says how many, and is missing.")
                : null,
            e.Optional("publishes"),
            e.Optional("private"),
            e.Field("source"),
            e.Optional("where"),
            e.Optional("note"),
            e.Optional("act"),
            e.Has("held-from") ? e.Day("held-from") : null,
            e.Has("held-until") ? e.Day("held-until") : null
        );
    }

    private static Rule RuleIn(
        ReviewedFile e,
        IReadOnlyList<Ask> own,
        IReadOnlyList<Ask> all,
        IReadOnlyList<Code> steps
    )
    {
        if (!Guards.All.TryGetValue(e.Field("rule"), out var guard))
            throw e.Wrong(
                $"there is no rule '{e.Field("rule")}'; there are: {string.Join(", ", Guards.All.Keys.Order(StringComparer.Ordinal))}.",
                "rule"
            );
        foreach (var need in guard.Needs)
            if (!e.Has(need))
                throw e.Wrong($"the rule '{guard.Id}' needs '{need}'.", "rule");
        return new Rule(
            guard,
            e.Has("field") ? Asked(e, "field", own, guard.Kind) : null,
            e.Has("than") ? Asked(e, "than", all, AskKind.Day) : null,
            e.Has("count") ? e.Whole("count") : 0,
            e.Has("unit") ? ValueOf<Unit>(e.Field("unit"))!.Value : Unit.Days,
            e.Has("of") ? Asked(e, "of", own, AskKind.Number) : null,
            e.Has("part") ? e.Whole("part") : 0,
            e.Has("whole") ? e.Whole("whole") : 1,
            e.Has("unless") ? Asked(e, "unless", own, AskKind.Text) : null,
            e.Has("when") ? Answerable(e, WhenIn(e), all) : null,
            e.Has("and") ? Answerable(e, WhenIn(e, "and"), all, "and") : null,
            e.Optional("says"),
            e.Has("procedure")
                ? ProcedureId.TryParse(e.Field("procedure"), null, out var other)
                    ? other
                    : throw e.Wrong("'procedure' is the id of one.", "procedure")
                : null,
            [
                .. (e.Many("at") ?? []).Select(text =>
                    Code.TryParse(text, null, out var at)
                        ? at
                        : throw e.Wrong($"'{text}' is no state.", "at")
                ),
            ],
            e.Has("if-any"),
            e.Has("legal")
                ? LegalRules.Of(e.Field("legal"))
                    ?? throw e.Wrong($"there is no rule of law '{e.Field("legal")}'.", "legal")
                : null,
            e.Has("fact") ? CodeIn(e, "fact") : null,
            e.Has("step") ? Known(e, "step", steps) : null
        );
    }

    private static Code DayAsked(ReviewedFile e, string name, IReadOnlyList<Ask> among) =>
        Asked(e, name, among, AskKind.Day);

    private static Code Asked(ReviewedFile e, string name, IReadOnlyList<Ask> among, AskKind? kind)
    {
        var code = CodeIn(e, name);
        var ask =
            among.FirstOrDefault(a => a.Id == code)
            ?? throw e.Wrong($"nothing asks for '{code}' here.", name);
        return
            kind is { } wanted
            && ask.Kind != wanted
            && !(wanted == AskKind.Ticks && ask.Kind == AskKind.Choice)
            ? throw e.Wrong(
                $"'{code}' is not answered with a {Naming.Of(wanted.ToString())}.",
                name
            )
            : code;
    }

    private static When WhenIn(ReviewedFile e, string name = "when") =>
        e.Field(name).Split('=') is [var ask, var choice]
        && Code.TryParse(ask, null, out var asked)
        && Code.TryParse(choice, null, out var chosen)
            ? new When(asked, chosen)
            : throw e.Wrong($"'{name}' is as 'question=choice'.", name);

    private static When Answerable(
        ReviewedFile e,
        When when,
        IReadOnlyList<Ask> among,
        string name = "when"
    ) =>
        among.Any(a => a.Id == when.Ask && a.Options.Any(o => o.Id == when.Choice))
            ? when
            : throw e.Wrong($"no question here can be answered '{when.Ask}={when.Choice}'.", name);

    private static Code CodeIn(ReviewedFile e, string name) =>
        Code.TryParse(e.Field(name), null, out var code)
            ? code
            : throw e.Wrong($"'{name}' is small letters, digits and hyphens.", name);

    private static Code Known(ReviewedFile e, string name, IEnumerable<Code> known) =>
        Among(e, name, e.Field(name), known);

    private static Code Among(ReviewedFile e, string name, string text, IEnumerable<Code> known) =>
        Code.TryParse(text, null, out var code) && known.Contains(code)
            ? code
            : throw e.Wrong($"'{name}': there is no '{text}' in this procedure.", name);

    private static IReadOnlyList<T> Each<T>(
        IReadOnlyList<ReviewedFile> files,
        string list,
        Func<ReviewedFile, string> id,
        Func<ReviewedFile, T> read
    )
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var all = new List<T>();
        foreach (var entry in files.SelectMany(f => f.Entries(list)))
        {
            if (!seen.Add(id(entry)))
                throw entry.Wrong($"'{list}' has two of '{id(entry)}'.");
            all.Add(read(entry));
        }
        return all;
    }

    private static string[] Names<T>()
        where T : struct, Enum => [.. Enum.GetNames<T>().Select(Naming.Of)];

    private static T? ValueOf<T>(string text)
        where T : struct, Enum
    {
        foreach (var one in Enum.GetValues<T>())
            if (Naming.Of(one.ToString()) == text)
                return one;
        return null;
    }
}
