using System.Globalization;
using Trellis.Components;
using Trellis.Groups;
using Trellis.Journal;
using Trellis.Measures;
using Trellis.Partnerships;
using Trellis.Protocols;

namespace Trellis.Pages.Partnerships;

/// <summary>Everything members do in a partnership by a form, from confirming that they are in it to ending it.</summary>
public static class Deeds
{
    public static readonly IReadOnlyDictionary<string, Deed> All = new Deed[]
    {
        new(
            "confirm",
            p => $"Confirm that {p.Named(p.As)} is in “{p.Whole.Name}”",
            p =>
                $"{PartnershipWords.Name(p.Whole.Model)}, since {p.Whole.Began.InWords()}. {p.Named(p.Whole.Of(p.As)!.StatedBy)} stated it. When you confirm it, everybody reads it as your own word.",
            "Confirm",
            _ => [],
            (p, _) => ReadyAct.Of(new ConfirmMembership(p.Id, p.By)),
            "You have confirmed that you are in it."
        ),
        new(
            "deny",
            p => $"Say that {p.Named(p.As)} is not in “{p.Whole.Name}”",
            _ =>
                "Nobody reads of you in it any more. If you were in it and have left, say that instead: confirm it first, and then leave.",
            "Say that it is not so",
            _ => [],
            (p, _) => ReadyAct.Of(new DenyMembership(p.Id, p.By)),
            "You have said that you are not in it. It leaves the public pages within a minute."
        )
        {
            IsGrave = true,
        },
        new(
            "member",
            p =>
                p.Party("party") is { } party && party.CanAnswer
                    ? $"State that {p.Named(party)} is in it"
                    : "State a further member",
            _ =>
                "It is public as your word until the member confirms it. Its people who have an account here get a letter that asks them.",
            "State it",
            p =>
                [
                    .. p.Asked("other").Length > 0
                        ? new[]
                        {
                            new Box(
                                "kind",
                                "What is it?",
                                BoxKind.One,
                                Choices: PartnershipWords
                                    .Choices<PartyKind>(k => k.InWords())
                                    .Where(c =>
                                        !new Party(
                                            PartnershipWords.Of<PartyKind>(c!.Value!)!.Value,
                                            1
                                        ).CanAnswer
                                    )
                                    .ToArray()
                            ),
                            new Box("name", "What is it called?", BoxKind.Line, Longest: 120),
                        }
                        : [],
                    Roles([]),
                    Day("from", "Its first day in it", p.Today),
                ],
            (p, a) =>
            {
                var other = p.Asked("other").Length > 0;
                var kind = other ? a.Choice<PartyKind>("kind", "Choose what it is") : default;
                var party = other
                    ? new Party(
                        kind,
                        p.Whole.Members.Where(m => m.Party.Kind == kind)
                            .Select(m => m.Party.Number)
                            .DefaultIfEmpty()
                            .Max() + 1
                    )
                    : NamedAlready(p, p.Party("party") ?? default);
                return ReadyAct.Of(
                    new ProposeMember(
                        p.Id,
                        p.By,
                        party,
                        other ? a.One("name") : default,
                        a.Ticked<MemberRole>("roles"),
                        a.Day("from")
                    )
                );
            },
            "It is stated. It is a fact when the member confirms it."
        )
        {
            Seeking = Seeking.Member,
            Fits = p =>
                p.Asked("other").Length > 0
                || p.Party("party") is { } party && PartyNames.Knows(p.Snapshot, party),
            Asks = p => p.Asked("other").Length > 0 ? null : p.Party("party"),
            Places = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["member-unnamed"] = "name",
                ["member-then"] = "from",
                ["member-before-it-began"] = "from",
            },
        },
        new(
            "retract",
            p => $"No longer state that {p.Named(p.Party("party")!.Value)} is in it",
            _ => "You stated it, and it has not been confirmed. It leaves the public pages.",
            "Take it back",
            _ => [],
            (p, _) => ReadyAct.Of(new RetractMember(p.Id, p.By, p.Party("party")!.Value)),
            "You no longer state it."
        )
        {
            IsGrave = true,
            Fits = IsMember,
        },
        new(
            "roles",
            p => $"What {p.Named(p.Party("party")!.Value)} does in it",
            _ =>
                "Whether it gives or takes, each member says itself. Who leads, a lead member says.",
            "Save",
            p => [Roles(p.Whole.Of(p.Party("party")!.Value)!.Roles)],
            (p, a) =>
                ReadyAct.Of(
                    new SetMemberRoles(
                        p.Id,
                        p.By,
                        p.Party("party")!.Value,
                        a.Ticked<MemberRole>("roles")
                    )
                ),
            "What it does is changed."
        )
        {
            Fits = IsMember,
        },
        new(
            "change",
            _ => "Change what is said of the partnership",
            _ => "Everybody reads the new words. What they were before stays in the journal.",
            "Save the changes",
            p =>
                [
                    new Box(
                        "name",
                        "Name of the partnership",
                        BoxKind.Line,
                        Now: [p.Whole.Name.ToString()],
                        Longest: Rights.LongestName
                    ),
                    new Box(
                        "purposes",
                        "What it is for",
                        BoxKind.Several,
                        Now: [.. p.Whole.Purposes.Select(x => x.Code())],
                        Choices: PartnershipWords.Choices<Purpose>(
                            x => x.InWords(),
                            x => x.ForWhom()
                        )
                    ),
                    new Box(
                        "willingness",
                        "Was it the members' own choice?",
                        BoxKind.One,
                        Now: [p.Whole.Willingness.Code()],
                        Choices: RegisterPage.WillingnessChoices
                    ),
                    Words("why", "If somebody required it: who, and why?", p.Whole.RequiredBecause),
                    new Box(
                        "written",
                        "Is there a written agreement?",
                        BoxKind.One,
                        Now: [p.Whole.Agreement.Written ? "yes" : "no"],
                        Choices: RegisterPage.YesOrNo
                    ),
                    new Box(
                        "review",
                        "When do the members look at it again? (optional)",
                        BoxKind.Day,
                        Now: [Iso(p.Whole.Agreement.ReviewOn)]
                    ),
                    Whole(
                        "notice",
                        "How many days before it leaves does a member say so? (optional)",
                        p.Whole.Agreement.NoticeDays
                    ),
                    Words(
                        "terms",
                        "What does the agreement say, in a few words? (optional)",
                        p.Whole.Agreement.Terms
                    ),
                    Pounds("set-up", "To set it up, in pounds (optional)", p.Whole.Costs.SetUp),
                    Pounds("each-year", "Each year, in pounds (optional)", p.Whole.Costs.EachYear),
                    new Box(
                        "funding",
                        "Where does the money come from? (optional)",
                        BoxKind.Several,
                        Now: [.. p.Whole.Costs.From.Select(f => f.Code())],
                        Choices: RegisterPage.FundingChoices
                    ),
                    Words("who", "Who pays what? (optional)", p.Whole.Costs.WhoPays),
                ],
            (p, a) =>
                ReadyAct.Of(
                    new ChangePartnership(
                        p.Id,
                        p.By,
                        a.One("name"),
                        a.Ticked<Purpose>("purposes"),
                        a.Choice<Willingness>("willingness", "Choose whether the members chose it"),
                        a.One("willingness") == Willingness.Required.Code()
                            ? a.One("why")
                            : default,
                        new Agreement(
                            a.One("written") == "yes",
                            a.DayOrNone("review"),
                            a.WholeOrNone("notice", "a number of days, like 90"),
                            a.One("terms")
                        ),
                        new Costs(
                            a.WholeOrNone("set-up", "pounds as a whole number, like 1200"),
                            a.WholeOrNone("each-year", "pounds as a whole number, like 1200"),
                            a.Ticked<Funding>("funding"),
                            a.One("who")
                        )
                    )
                ),
            "The changes are saved."
        )
        {
            Replaces = true,
            Places = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["purpose-missing"] = "purposes",
                ["required-by-whom"] = "why",
                ["notice-days"] = "notice",
                ["cost"] = "set-up",
            },
        },
        new(
            "deepen",
            _ => "Change how deep it goes",
            p =>
                $"It is now: {p.Whole.DepthOn(p.Today).InWords().ToLowerInvariant()}. What it was before stays in the story.",
            "Save",
            p =>
                [
                    new Box(
                        "depth",
                        "How deep does it go now?",
                        BoxKind.One,
                        Now: [p.Whole.DepthOn(p.Today).Code()],
                        Choices: RegisterPage.DepthChoices
                    ),
                    Day("from", "From which day?", p.Today),
                ],
            (p, a) =>
                ReadyAct.Of(
                    new DeepenPartnership(
                        p.Id,
                        p.By,
                        a.Choice<Depth>("depth", "Choose how deep it goes"),
                        a.Day("from")
                    )
                ),
            "How deep it goes is changed."
        )
        {
            Places = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["depth-out-of-time"] = "from",
            },
        },
        new(
            "post",
            _ => "Share a post",
            _ =>
                "A post that works for several members, as a SENCO or a business manager. Never a person's name.",
            "Record the post",
            p =>
                [
                    new Box("role", "What is the post?", BoxKind.Line, "Like SENCO.", Longest: 120),
                    new Box("days", "Days a week", BoxKind.Line, "Like 2.5."),
                    new Box(
                        "employer",
                        "Who employs it?",
                        BoxKind.One,
                        "Each member records its own posts; of those without an account here, any member does.",
                        [$"{p.As}"],
                        [
                            .. p
                                .Whole.Members.Where(m =>
                                    m.IsOpenAfter(p.Today)
                                    && (m.Party == p.As || !m.Party.CanAnswer)
                                )
                                .Select(m => new Choice
                                {
                                    Value = $"{m.Party}",
                                    Text = p.Named(m.Party),
                                }),
                        ]
                    ),
                    Day("from", "Since when?", p.Today),
                ],
            (p, a) =>
                ReadyAct.Of(
                    new SharePost(
                        p.Id,
                        p.By,
                        a.One("role"),
                        a.Parts("days", 1, "days a week, like 2.5") ?? 0,
                        Party.TryParse(a.One("employer"), null, out var employer)
                            ? employer
                            : default,
                        a.Day("from")
                    )
                ),
            "The post is recorded."
        )
        {
            Places = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["post-days"] = "days",
                ["not-a-member"] = "employer",
                ["employer-says-so"] = "employer",
                ["day-out-of-time"] = "from",
            },
        },
        new(
            "end-post",
            p => $"End the shared post: {p.Whole.Posts[p.Number("number")].Role}",
            _ => "It stays in the partnership's story, with its last day.",
            "End the post",
            p => [Day("last", "Its last day", p.Today)],
            (p, a) => ReadyAct.Of(new EndPost(p.Id, p.By, p.Number("number"), a.Day("last"))),
            "The post has ended."
        )
        {
            Fits = p => p.Number("number") >= 0 && p.Number("number") < p.Whole.Posts.Count,
        },
        new(
            "training",
            _ => "Share training",
            _ => "Training that members have together. Everybody can read it.",
            "Record the training",
            p =>
                [
                    new Box("what", "What is it about?", BoxKind.Line, Longest: 200),
                    new Box(
                        "provider",
                        "Who leads it?",
                        BoxKind.One,
                        Choices: PartnershipWords.Choices<TrainingProvider>(t => t.InWords())
                    ),
                    Day("day", "On which day?", p.Today),
                ],
            (p, a) =>
                ReadyAct.Of(
                    new ShareTraining(
                        p.Id,
                        p.By,
                        a.One("what"),
                        a.Choice<TrainingProvider>("provider", "Choose who leads the training"),
                        a.Day("day")
                    )
                ),
            "The training is recorded."
        )
        {
            Places = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["day-out-of-time"] = "day",
            },
        },
        new(
            "service",
            _ => "Share a service",
            _ => "A service that members buy or run together. Everybody can read it.",
            "Record the service",
            p =>
                [
                    new Box("what", "What is the service?", BoxKind.Line, Longest: 200),
                    Day("from", "Since when?", p.Today),
                    Pounds(
                        "saves",
                        "What does it save each year, by your own estimate, in pounds? (optional)",
                        null
                    ),
                ],
            (p, a) =>
                ReadyAct.Of(
                    new ShareService(
                        p.Id,
                        p.By,
                        a.One("what"),
                        a.Day("from"),
                        a.WholeOrNone("saves", "pounds as a whole number, like 1200")
                    )
                ),
            "The service is recorded."
        )
        {
            Places = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["day-out-of-time"] = "from",
                ["cost"] = "saves",
            },
        },
        new(
            "end-service",
            p => $"End the shared service: {p.Whole.Services[p.Number("number")].What}",
            _ => "It stays on the partnership's page, with its last day.",
            "End the service",
            p => [Day("last", "Its last day", p.Today)],
            (p, a) => ReadyAct.Of(new EndService(p.Id, p.By, p.Number("number"), a.Day("last"))),
            "The service has ended."
        )
        {
            Fits = p => p.Number("number") >= 0 && p.Number("number") < p.Whole.Services.Count,
        },
        new(
            "aim",
            _ => "Set an aim",
            p =>
                $"It stays as it is set today, {p.Today.InWords()}, so that it can be judged fairly. It can be dropped, and another set.",
            "Set the aim",
            p =>
                [
                    new Box(
                        "what",
                        "What should change, and for whom?",
                        BoxKind.Words,
                        Longest: 1000
                    ),
                    new Box(
                        "measure",
                        "Which published measure will show it? (optional)",
                        BoxKind.FromList,
                        "Those published of schools of your phase.",
                        Choices: AimMeasures.Of(p)
                    ),
                    new Box(
                        "target",
                        "To what figure? (optional)",
                        BoxKind.Line,
                        "In the unit of the measure, like 46.5."
                    ),
                    new Box(
                        "by",
                        "Which school year's results will tell? (optional)",
                        BoxKind.Line,
                        "Like 2027/28."
                    ),
                ],
            (p, a) =>
            {
                MeasureId? measure = null;
                if (a.One("measure") is { Length: > 0 } typed)
                {
                    if (MeasureId.TryParse(typed, null, out var id))
                        measure = id;
                    else
                        a.Refuse("measure", "Choose a measure of the list, or none");
                }
                return ReadyAct.Of(
                    new SetAim(
                        p.Id,
                        p.By,
                        a.One("what"),
                        measure,
                        a.Parts("target", 3, "a figure, like 46.5, or leave it empty"),
                        a.YearOrNone("by")
                    )
                );
            },
            "The aim is set."
        )
        {
            Places = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["measure-unknown"] = "measure",
                ["target-of-nothing"] = "measure",
                ["aim-year"] = "by",
            },
        },
        new(
            "drop-aim",
            p => $"Drop the aim: {p.Whole.Aims[p.Number("number")].What}",
            _ =>
                "It stays on the page as an aim that was dropped today. It cannot be taken up again.",
            "Drop the aim",
            _ => [],
            (p, _) => ReadyAct.Of(new DropAim(p.Id, p.By, p.Number("number"))),
            "The aim is dropped."
        )
        {
            IsGrave = true,
            Fits = p => p.Number("number") >= 0 && p.Number("number") < p.Whole.Aims.Count,
        },
        new(
            "protocol",
            _ => "State a change of how it is judged",
            _ =>
                "What was registered stays, and everybody reads this beside it. Once results of a year that counts are published, a change is shown and does not count.",
            "State the change",
            p =>
                p.Whole.Evaluation?.Wanted is not { } terms
                    ? []
                    :
                    [
                        new Box(
                            "primary",
                            "What are primary schools judged by?",
                            BoxKind.One,
                            Now: [terms.PrimarySchools.Code()],
                            Choices: Outcomes(OutcomeCode.Ks2, OutcomeCode.Absence)
                        ),
                        new Box(
                            "secondary",
                            "What are secondary schools judged by?",
                            BoxKind.One,
                            Now: [terms.SecondarySchools.Code()],
                            Choices: Outcomes(OutcomeCode.Ks4, OutcomeCode.Absence)
                        ),
                        new Box(
                            "treated",
                            "Whose results count?",
                            BoxKind.One,
                            Now: [terms.Treated.Code()],
                            Choices: PartnershipWords.Choices<WhoIsTreated>(w => w.InWords())
                        ),
                        new Box(
                            "base",
                            "From which year is a change measured?",
                            BoxKind.One,
                            Now: [terms.Base.Code()],
                            Choices: PartnershipWords.Choices<BaseYear>(b => b.InWords())
                        ),
                        new Box(
                            "from",
                            "Which is the first school year that counts, for all? (optional)",
                            BoxKind.Line,
                            "Like 2027/28. Leave it empty to go by the day on which each joined.",
                            [terms.From?.ToString() ?? ""]
                        ),
                        Words("why", "Why?", default, "Everybody can read it."),
                    ],
            (p, a) =>
                p.Whole.Evaluation?.Wanted is { } terms
                    ? ReadyAct.Of(
                        new DeviateFromProtocol(
                            p.Id,
                            p.By,
                            terms with
                            {
                                PrimarySchools = a.Choice<OutcomeCode>(
                                    "primary",
                                    "Choose what primary schools are judged by"
                                ),
                                SecondarySchools = a.Choice<OutcomeCode>(
                                    "secondary",
                                    "Choose what secondary schools are judged by"
                                ),
                                Treated = a.Choice<WhoIsTreated>(
                                    "treated",
                                    "Choose whose results count"
                                ),
                                Base = a.Choice<BaseYear>(
                                    "base",
                                    "Choose from which year a change is measured"
                                ),
                                From = a.YearOrNone("from"),
                            },
                            a.One("why")
                        )
                        {
                            Published = EvaluationBook.Published(p.Snapshot),
                        }
                    )
                    : null,
            "The change is stated. It stands beside what was registered."
        )
        {
            Fits = p => p.Whole.Evaluation is not null,
            Places = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["why-missing"] = "why",
                ["words-too-long"] = "why",
                ["words-unfit"] = "why",
                ["outcome-of-others"] = "primary",
                ["year-out-of-time"] = "from",
            },
        },
        new(
            "return",
            _ => "Annual return",
            _ =>
                "At most ten short questions. Each answer is kept as soon as you give it. All but one can be read by everybody.",
            "File the return",
            p =>
                [
                    new Box(
                        "year",
                        "Of which school year?",
                        BoxKind.One,
                        Choices:
                        [
                            .. YearsOf(p)
                                .Select(y => new Choice
                                {
                                    Value = $"{y}",
                                    Text = $"{y}",
                                    Hint =
                                        p.Whole.Returns.Any(r => r.By == p.As && r.Year == y)
                                            ? new Hint
                                            {
                                                Text =
                                                    "Filed already. What you file now takes its place.",
                                            }
                                        : p.Today < new DateOnly(y.Starts + 1, 9, 1)
                                            ? new Hint
                                            {
                                                Text =
                                                    "It is not over yet. You can file again when it is.",
                                            }
                                        : null,
                                }),
                        ]
                    ),
                    Whole(
                        "days",
                        "How many days of staff did you give the others? (optional)",
                        null
                    ),
                    Whole(
                        "pupils",
                        "How many of your pupils took part in something? (optional)",
                        null
                    ),
                    Pounds("cost", "What did it cost you, in pounds? (optional)", null),
                    new Box(
                        "gains",
                        "What was gained? (optional)",
                        BoxKind.Several,
                        "Tick what you saw.",
                        Choices: PartnershipWords.Choices<Purpose>(
                            x => x.InWords(),
                            x => x.ForWhom()
                        )
                    ),
                    new Box(
                        "worth",
                        "How much was it worth to you?",
                        BoxKind.One,
                        Choices:
                        [
                            .. new[]
                            {
                                "1, hardly anything",
                                "2, a little",
                                "3, something",
                                "4, a lot",
                                "5, very much",
                            }.Select((w, i) => new Choice { Value = $"{i + 1}", Text = w }),
                        ]
                    ),
                    Words("well", "What went well? (optional)", default, "Everybody can read it."),
                    Words(
                        "badly",
                        "What went badly? (optional)",
                        default,
                        "Only the members read it."
                    ),
                    new Box(
                        "next",
                        "What do you mean to do next?",
                        BoxKind.One,
                        Choices: PartnershipWords.Choices<Outlook>(o => o.InWords())
                    ),
                ],
            (p, a) =>
            {
                if (!Year.TryParse(a.One("year"), null, out var year))
                    a.Refuse("year", "Choose a school year");
                return ReadyAct.Of(
                    new FileReturn(
                        p.Id,
                        p.By,
                        year,
                        a.WholeOrNone("days", "a whole number of days"),
                        a.WholeOrNone("pupils", "a whole number of pupils"),
                        a.WholeOrNone("cost", "pounds as a whole number, like 1200"),
                        a.Ticked<Purpose>("gains"),
                        int.TryParse(
                            a.One("worth"),
                            NumberStyles.None,
                            CultureInfo.InvariantCulture,
                            out var worth
                        )
                            ? worth
                            : 0,
                        a.One("well"),
                        a.One("badly"),
                        a.Choice<Outlook>("next", "Choose what you mean to do next")
                    )
                );
            },
            "The return is filed."
        )
        {
            OneByOne = true,
            Places = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["worth-missing"] = "worth",
                ["count"] = "days",
                ["cost"] = "cost",
            },
            Fits = p => YearsOf(p).Any(),
        },
        new(
            "notes",
            _ => "Notes for the members",
            _ => "Only people of the members read them. They are never public. Do not name pupils.",
            "Save the notes",
            p =>
                [
                    new Box(
                        "notes",
                        "Notes",
                        BoxKind.Words,
                        Now: [p.Whole.Notes.ToString()],
                        Longest: Rights.LongestNote
                    ),
                ],
            (p, a) => ReadyAct.Of(new WriteNote(p.Id, p.By, a.One("notes"))),
            "The notes are saved."
        )
        {
            IsLight = true,
            Replaces = true,
        },
        new(
            "notice",
            _ => "Give notice",
            p =>
                p.Whole.Agreement.NoticeDays is { } days
                    ? $"The members agreed on {days} days of notice. Everybody reads that you leave, and when. You can take it back until then."
                    : "The members agreed on no length of notice. Everybody reads that you leave, and when. You can take it back until then.",
            "Give notice",
            p =>
                [
                    Day(
                        "last",
                        "Your last day as a member",
                        p.Today.AddDays(Math.Max(1, p.Whole.Agreement.NoticeDays ?? 1))
                    ),
                    Reason("Why do you leave?"),
                ],
            (p, a) =>
                ReadyAct.Of(
                    new GiveNotice(
                        p.Id,
                        p.By,
                        a.Day("last"),
                        a.Choice<EndReason>("reason", "Choose why you leave")
                    )
                ),
            "You have given notice."
        )
        {
            IsGrave = true,
            Places = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["reason-missing"] = "reason",
            },
        },
        new(
            "withdraw-notice",
            _ => "Take your notice back",
            p => $"You stay in “{p.Whole.Name}”. That you had given notice stays in the journal.",
            "Take it back",
            _ => [],
            (p, _) => ReadyAct.Of(new WithdrawNotice(p.Id, p.By)),
            "Your notice is taken back."
        ),
        new(
            "leave",
            p =>
                p.Party("party") is { } party && party != p.As
                    ? $"Say that {p.Named(party)} has left"
                    : "Say that you have left",
            _ =>
                "For who leaves today or has left already. To leave on a day ahead, give notice instead. It cannot be undone: another member would have to state you again.",
            "Say that it has left",
            p => [Day("last", "Its last day as a member", p.Today), Reason("Why did it leave?")],
            (p, a) =>
            {
                var who = p.Party("party") ?? p.As;
                return ReadyAct.Of(
                    new LeavePartnership(
                        p.Id,
                        p.By,
                        who,
                        a.Day("last"),
                        a.Choice<EndReason>("reason", "Choose why it left")
                    )
                    {
                        ClosedOn = PartyNames.School(p.Snapshot, who)?.Current.Closed,
                    }
                );
            },
            "It has left."
        )
        {
            IsGrave = true,
            Fits = p => p.Asked("party").Length == 0 || IsMember(p),
            Places = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["reason-missing"] = "reason",
            },
        },
        new(
            "led-to",
            p => $"State that it led to {p.Book.NameOf(Later(p)!).Text}",
            _ =>
                "A later partnership, trust or federation that came of this one. Everybody can read it.",
            "State it",
            _ => [],
            (p, _) =>
                Later(p) is { } later
                    ? ReadyAct.Of(
                        new LinkLaterPartnership(p.Id, p.By, later.Here, later.Group)
                        {
                            IsThere = true,
                        }
                    )
                    : null,
            "What it led to is stated."
        )
        {
            Seeking = Seeking.Later,
            Fits = p => Later(p) is not null,
        },
        new(
            "end",
            p => $"End “{p.Whole.Name}” for all its members",
            _ =>
                "It ends for everybody, and cannot be taken up again. Its page stays, with its story and how it ended. To go on without you, leave it instead.",
            "End the partnership",
            p =>
                [
                    Day("last", "Its last day", p.Today),
                    Reason("Why does it end?"),
                    Words(
                        "words",
                        "Is there anything to add? (optional)",
                        default,
                        "Only the members read it."
                    ),
                ],
            (p, a) =>
                ReadyAct.Of(
                    new EndPartnership(
                        p.Id,
                        p.By,
                        a.Day("last"),
                        a.Choice<EndReason>("reason", "Choose why it ends"),
                        a.One("words")
                    )
                ),
            "The partnership has ended."
        )
        {
            IsGrave = true,
            Places = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["reason-missing"] = "reason",
                ["words-too-long"] = "words",
                ["words-unfit"] = "words",
            },
        },
    }.ToDictionary(d => d.Key, StringComparer.Ordinal);

    /// <summary>The school years that have begun in which a party was a member, the newest first.</summary>
    private static IEnumerable<Year> YearsOf(DeedPlace place)
    {
        var newest = place.Today.Month >= 9 ? place.Today.Year : place.Today.Year - 1;
        var oldest =
            place.Whole.Began.Month >= 9 ? place.Whole.Began.Year : place.Whole.Began.Year - 1;
        for (var starts = newest; starts >= Math.Max(oldest, newest - 9); starts--)
            if (place.Whole.WasInDuring(place.As, new Year(starts)))
                yield return new Year(starts);
    }

    /// <summary>The later partnership or group that the address names; null where it names none that is there.</summary>
    private static Successor? Later(DeedPlace place) =>
        PartnershipId.TryParse(place.Asked("later"), null, out var id)
        && place.Book.Find(id) is not null
            ? new Successor(id, null, place.Today)
        : place.Asked("later").StartsWith("gias-", StringComparison.Ordinal)
        && Uid.TryParse(place.Asked("later")["gias-".Length..], null, out var uid)
        && place.Snapshot.Find(uid) is { } group
        && PartnershipBook.ModelOf(group.Type) is not null
            ? new Successor(null, uid, place.Today)
        : null;

    /// <summary>A school by the number under which the partnership has it, where that is an earlier one of its numbers.</summary>
    private static Party NamedAlready(DeedPlace place, Party party) =>
        PartyNames.School(place.Snapshot, party) is { } school
        && place.Whole.Of(party) is null
        && place.Whole.Members.LastOrDefault(m =>
            PartyNames.School(place.Snapshot, m.Party)?.Urn == school.Urn
        )
            is { } member
            ? member.Party
            : party;

    private static bool IsMember(DeedPlace place) =>
        place.Party("party") is { } party && place.Whole.Of(party) is not null;

    private static Box Roles(IReadOnlyList<MemberRole> now) =>
        new(
            "roles",
            "What does it do in it?",
            BoxKind.Several,
            "Tick all that is so. A member may give and take at once.",
            [.. now.Select(r => r.Code())],
            RegisterPage.RoleChoices
        );

    private static Box Day(string key, string label, DateOnly now) =>
        new(key, label, BoxKind.Day, "Like 1 9 2026.", [Iso(now)]);

    private static Box Words(string key, string label, FreeText now, string hint = "") =>
        new(
            key,
            label,
            BoxKind.Words,
            hint,
            now.IsThere ? [now.ToString()] : null,
            Longest: Rights.LongestWords
        );

    private static Box Whole(string key, string label, int? now) =>
        new(
            key,
            label,
            BoxKind.Line,
            Now: now is { } number ? [number.ToString(CultureInfo.InvariantCulture)] : null
        );

    private static Box Pounds(string key, string label, int? now) =>
        Whole(key, label, now) with
        {
            Prefix = "£",
        };

    private static IReadOnlyList<Choice?> Outcomes(params OutcomeCode[] codes) =>
        [.. codes.Select(c => new Choice { Value = c.Code(), Text = c.InWords().Capital() })];

    private static Box Reason(string label) =>
        new("reason", label, BoxKind.One, Choices: PartnershipWords.Choices<EndReason>(Stories.Of));

    private static string Iso(DateOnly? day) =>
        day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
}
