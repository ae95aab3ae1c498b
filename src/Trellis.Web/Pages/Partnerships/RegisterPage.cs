using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Mvc;
using Trellis.Components;
using Trellis.Measures;
using Trellis.Models;
using Trellis.Partnerships;
using Trellis.Search;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages.Partnerships;

/// <summary>Registers a partnership: a task list, a question a page, check answers. Each answer is kept as soon as it is given, so that a lost session loses none.</summary>
public abstract class RegisterPage : ActingPage
{
    private const int Found = 10;
    private const int LongestName = 100;
    private const int LongestWords = 500;
    private const int MostMembers = 60;
    private const int MostAims = 3;

    /// <summary>From where it is registered.</summary>
    public abstract Desk Desk { get; }

    /// <summary>The parties in whose name this visitor may register.</summary>
    public IReadOnlyList<Speaker> Speakers { get; private set; } = [];

    /// <summary>What has been answered so far.</summary>
    public Registration Draft { get; private set; } = null!;

    /// <summary>Whether anything is kept yet.</summary>
    public bool IsKept { get; private set; }

    /// <summary>"" for the task list, "check", or the key of a question.</summary>
    public string Part { get; private set; } = "";

    public RegisterQuestion Question => Registration.Questions.First(q => q.Key == Part);

    /// <summary>The questions this visitor is asked: who has one school is not asked which.</summary>
    public IReadOnlyList<RegisterQuestion> Questions =>
        [.. Registration.Questions.Where(q => q.Key != "as" || Speakers.Count > 1)];

    /// <summary>What was looked for among schools, trusts and authorities; empty for nothing.</summary>
    public string Sought { get; private set; } = "";

    /// <summary>What was found, each with the party it may be.</summary>
    public IReadOnlyList<(Party Party, SearchHit Hit, bool IsIn)> Hits { get; private set; } = [];

    public string At(string part) =>
        part.Length == 0 ? Desk.Registering : $"{Desk.Registering}/{part}";

    public async Task<IActionResult> OnGetAsync(string? part)
    {
        if (await Begin(part) is { } elsewhere)
            return elsewhere;
        if (Part == "check" && Draft.Missing is { } missing)
            return Lead(At(missing.Key));
        if (Part == "members" && Request.Query["q"].ToString().Trim() is { Length: > 0 } sought)
            Look(sought.Length > 100 ? sought[..100] : sought);
        return Show();
    }

    public async Task<IActionResult> OnPostAsync(string? part)
    {
        if (await Begin(part) is { } elsewhere)
            return elsewhere;
        if (Part.Length == 0)
        {
            if (Typed("step") != "throw-away")
                return Show();
            await Casework.DropDraft(Visitor.Person.Id, Registration.Kind, Desk.At, Stop);
            return Lead($"{Desk.At}?done=draft-gone");
        }
        if (Part == "check")
            return await Register();
        var stays = Part == "members" && Typed("step") != "go-on";
        var answered = Read();
        if (answered is null)
            return Show();
        Draft = answered;
        await Casework.SaveDraft(
            Visitor.Person.Id,
            Registration.Kind,
            Desk.At,
            Draft.Write(),
            Time.GetUtcNow(),
            Stop
        );
        if (stays)
            return Lead(At("members"));
        return Lead(
            Request.Query["from"] == "check" ? At(Draft.Missing?.Key ?? "check")
            : Typed("step") == "later" ? At("")
            : At(Draft.After(Part)?.Key ?? "check")
        );
    }

    private async Task<IActionResult?> Begin(string? part)
    {
        Part = part ?? "";
        Speakers = Speaker.Among(
            Visitor,
            Snapshot,
            Desk.Roles,
            Speaker.Own(Visitor, Snapshot, Desk.Roles).Where(p => PartyNames.Knows(Snapshot, p))
        );
        var kept = await Casework.FindDraft(Visitor.Person.Id, Registration.Kind, Desk.At, Stop);
        var draft = kept is null ? null : Registration.Read(kept.Json);
        // A school that somebody no longer speaks for is no more the one in whose name they register.
        if (draft is { As: { } own } && Speakers.All(s => s.As != own))
            draft = draft with { As = null };
        IsKept = draft is not null;
        Draft =
            draft
            ?? Registration.Begun(
                PartnershipId.From(RandomNumberGenerator.GetBytes(10)),
                Speakers is [var only] ? only.As : null
            );
        if (Draft.As is null && Speakers is [var one])
            Draft = Own(Draft, one.As);
        return
            Part.Length > 0
            && Part is not ("as" or "check")
            && Draft.As is null
            && Speakers.Count > 1
            ? Lead(At("as"))
            : null;
    }

    private static Registration Own(Registration draft, Party own) =>
        draft with
        {
            As = own,
            Members =
            [
                draft.Members.FirstOrDefault(m => m.Party == own)
                    ?? new RegisteredMember(own, default, [], null),
                .. draft.Members.Where(m => m.Party != own && m.Party != draft.As),
            ],
        };

    private void Look(string sought)
    {
        Sought = sought;
        Hits =
        [
            .. Country
                .Search.Find(new SearchQuery { Text = sought, PageSize = Found * 3 })
                .Hits.Select(h => (Party: PartyNames.Of(h), Hit: h))
                .Where(h => h.Party is not null)
                .Take(Found)
                .Select(h => (h.Party!.Value, h.Hit, Draft.Members.Any(m => m.Party == h.Party))),
        ];
    }

    /// <summary>The answers with the one that was sent; null where something is wrong with it.</summary>
    private Registration? Read()
    {
        var after = Part switch
        {
            "as" => ReadAs(),
            "name" => ReadName(),
            "model" => ReadModel(),
            "began" => ReadBegan(),
            "members" => ReadMembers(),
            "roles" => ReadRoles(),
            "purposes" => ReadPurposes(),
            "depth" => ReadDepth(),
            "willingness" => ReadWillingness(),
            "agreement" => ReadAgreement(),
            "costs" => ReadCosts(),
            _ => ReadAims(),
        };
        return Wrong.Count > 0 ? null : after;
    }

    private Registration ReadAs()
    {
        if (Party.TryParse(Typed("as"), null, out var party) && Speakers.Any(s => s.As == party))
            return Own(Draft, party);
        Refuse("as", "Choose in whose name you register it");
        return Draft;
    }

    private Registration ReadName()
    {
        var name = Typed("name");
        if (name.Length == 0)
            Refuse("name", "Enter a name for the partnership");
        else if (name.Length > LongestName)
            Refuse("name", $"Use {LongestName} characters or fewer. You have {name.Length}");
        else if (name.Any(char.IsControl))
            Refuse("name", "Write the name on one line");
        return Draft with { Name = name };
    }

    private Registration ReadModel()
    {
        if (
            ModelId.TryParse(Typed("model"), null, out var id)
            && PartnershipModels.Of(id) is { FromRegister: false }
        )
            return Draft with { Model = id };
        Refuse("model", "Choose a way of working together");
        return Draft;
    }

    private Registration ReadBegan()
    {
        var began = TypedDayOf("began").Read();
        if (began is null)
            Refuse("began-day", "Enter the day on which it began, like 1 9 2025");
        else if (began > Today)
            Refuse("began-day", "Enter today or an earlier day");
        else if (Draft.Members.Any(m => m.From < began))
            Refuse("began-day", "A member has joined before this day. Correct that first");
        return Draft with { Began = began };
    }

    private Registration ReadMembers()
    {
        if (Party.TryParse(Typed("remove"), null, out var gone) && gone != Draft.As)
            return Draft with { Members = [.. Draft.Members.Where(m => m.Party != gone)] };
        if (Typed("step") == "go-on")
        {
            if (Draft.Members.Count < 2)
                Refuse("q", "Add at least one other member");
            return Draft;
        }
        if (Draft.Members.Count >= MostMembers)
        {
            Refuse("q", $"Add at most {MostMembers} members here. You can add more afterwards");
            return Draft;
        }
        if (Party.TryParse(Typed("add"), null, out var party))
        {
            if (!PartyNames.Knows(Snapshot, party))
                Refuse("q", "Choose a school, trust or authority from the list");
            return Draft.Members.Any(m => m.Party == party)
                ? Draft
                : Draft with
                {
                    Members = [.. Draft.Members, new RegisteredMember(party, default, [], null)],
                    RolesSaid = false,
                };
        }
        return AddOther();
    }

    private Registration AddOther()
    {
        var (name, kind) = (Typed("other"), PartnershipWords.Of<PartyKind>(Typed("kind")));
        if (kind is not { } known || new Party(known, 1).CanAnswer)
            Refuse("kind", "Choose what kind of body it is");
        if (name.Length == 0)
            Refuse("other", "Enter its name");
        else if (name.Length > LongestName || name.Any(char.IsControl))
            Refuse("other", $"Use one line of {LongestName} characters or fewer");
        if (Wrong.Count > 0)
            return Draft;
        var number =
            Draft
                .Members.Where(m => m.Party.Kind == kind)
                .Select(m => m.Party.Number)
                .DefaultIfEmpty()
                .Max() + 1;
        return Draft with
        {
            Members =
            [
                .. Draft.Members,
                new RegisteredMember(new Party(kind!.Value, number), name, [], null),
            ],
            RolesSaid = false,
        };
    }

    private Registration ReadRoles()
    {
        var members = new List<RegisteredMember>();
        for (var i = 0; i < Draft.Members.Count; i++)
        {
            var member = Draft.Members[i];
            var since = TypedDayOf($"since-{i}");
            var from = since.Read();
            if (!since.IsEmpty && from is null)
                Refuse($"since-{i}-day", "Enter a day, like 1 9 2025, or leave it empty");
            else if (from > Today)
                Refuse($"since-{i}-day", "Enter today or an earlier day, or leave it empty");
            else if (from < Draft.Began)
                Refuse(
                    $"since-{i}-day",
                    $"The partnership began on {Draft.Began!.Value.InWords()}. Enter that day or a later one"
                );
            members.Add(
                member with
                {
                    Roles = Ticked<MemberRole>($"roles-{i}"),
                    From = from == Draft.Began ? null : from,
                }
            );
        }
        return Draft with { Members = members, RolesSaid = true };
    }

    private Registration ReadPurposes()
    {
        var purposes = Ticked<Purpose>("purposes");
        if (purposes.Count == 0)
            Refuse("purposes", "Choose at least one purpose");
        return Draft with { Purposes = purposes };
    }

    private Registration ReadDepth()
    {
        var depth = PartnershipWords.Of<Depth>(Typed("depth"));
        if (depth is null)
            Refuse("depth", "Choose how deep it goes");
        return Draft with { Depth = depth };
    }

    private Registration ReadWillingness()
    {
        var willingness = PartnershipWords.Of<Willingness>(Typed("willingness"));
        var why = Typed("why");
        if (willingness is null)
            Refuse("willingness", "Choose whether the members chose it");
        if (willingness == Trellis.Partnerships.Willingness.Required && why.Length == 0)
            Refuse("why", "Say who required it, and why");
        TooLong("why", why);
        return Draft with { Willingness = willingness, RequiredBecause = why };
    }

    private Registration ReadAgreement()
    {
        var written = Typed("written");
        if (written is not ("yes" or "no"))
            Refuse("written", "Choose yes or no");
        var review = TypedDayOf("review");
        if (!review.IsEmpty && review.Read() is null)
            Refuse("review-day", "Enter a day, like 1 9 2027, or leave it empty");
        var notice = Whole("notice", 3660, "a number of days, like 90");
        TooLong("terms", Typed("terms"));
        return Draft with
        {
            Agreement = new Agreement(written == "yes", review.Read(), notice, Typed("terms")),
        };
    }

    private Registration ReadCosts()
    {
        var setUp = Whole("set-up", 100_000_000, "pounds as a whole number, like 1200");
        var each = Whole("each-year", 100_000_000, "pounds as a whole number, like 1200");
        TooLong("who", Typed("who"));
        return Draft with { Costs = new Costs(setUp, each, Ticked<Funding>("from"), Typed("who")) };
    }

    private Registration ReadAims()
    {
        var aims = new List<Aim>();
        for (var i = 0; i < MostAims; i++)
        {
            var what = Typed($"aim-{i}");
            TooLong($"aim-{i}", what);
            Year? by = null;
            if (Typed($"by-{i}") is { Length: > 0 } year)
            {
                if (Year.TryParse(year, null, out var read))
                    by = read;
                else
                    Refuse($"by-{i}", "Enter a school year, like 2027/28, or leave it empty");
            }
            if (what.Length > 0)
                aims.Add(new Aim(what, null, null, by, Today, null));
            else if (by is not null)
                Refuse($"aim-{i}", "Say what should change, or leave the year empty too");
        }
        return Draft with { Aims = aims };
    }

    private void TooLong(string box, string text)
    {
        if (text.Length > LongestWords)
            Refuse(box, $"Use {LongestWords} characters or fewer. You have {text.Length}");
    }

    private int? Whole(string box, int most, string like)
    {
        var text = Typed(box)
            .Replace(",", "", StringComparison.Ordinal)
            .Replace("£", "", StringComparison.Ordinal);
        if (text.Length == 0)
            return null;
        if (
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number <= most
        )
            return number;
        Refuse(box, $"Enter {like}, or leave it empty");
        return null;
    }

    private List<T> Ticked<T>(string name)
        where T : struct, Enum =>
        !Request.HasFormContentType
            ? []
            :
            [
                .. Request
                    .Form[name]
                    .Select(v => PartnershipWords.Of<T>(v ?? ""))
                    .OfType<T>()
                    .Distinct()
                    .Order(),
            ];

    private async Task<IActionResult> Register()
    {
        if (Draft.Missing is { } missing)
            return Lead(At(missing.Key));
        var speaker = Speakers.First(s => s.As == Draft.As);
        var act = Draft.Act(speaker.Voice);
        var now = Now() with { By = speaker.By };
        var asked = await Asking.Letters(
            Casework,
            Site,
            Snapshot,
            act.Id,
            act.Name,
            act.Model,
            speaker.As,
            act.Members.Select(m => m.Party).Where(p => p != speaker.As),
            now,
            Stop
        );
        var done = await Casework.Do(
            act,
            now,
            new Conditions(0, Once),
            (_, after) => new Alongside(asked, [after.Public]),
            Stop
        );
        switch (done)
        {
            case Done<Partnership>.Refused { Why.Code: not "registered-already" } refused:
                Refuse(PartOf(refused.Why.Code), refused.Why.Sentence);
                return Show();
            default:
                // Sent again after it was done, it is answered as it was the first time.
                await Casework.DropDraft(Visitor.Person.Id, Registration.Kind, Desk.At, Stop);
                return Lead($"{Desk.Partnership(act.Id)}?done=registered");
        }
    }

    private static string PartOf(string code) =>
        code switch
        {
            "model-unknown" or "model-from-register" => "change-model",
            "name-missing" or "name-unfit" => "change-name",
            "not-begun" => "change-began",
            "purpose-missing" => "change-purposes",
            "required-by-whom" => "change-willingness",
            "member-before-it-began" => "change-roles",
            "notice-days" => "change-agreement",
            "cost" => "change-costs",
            "academy-cannot-sit" => "change-model",
            "aim-missing" or "aim-year" or "measure-unknown" or "target-of-nothing" =>
                "change-aims",
            _ => "change-members",
        };

    /// <summary>What was sent where it was, and else what is kept.</summary>
    public string Value(string box, string? kept) =>
        Request.HasFormContentType ? Typed(box) : kept ?? "";

    public TypedDay Value(string box, DateOnly? kept) =>
        Request.HasFormContentType ? TypedDayOf(box)
        : kept is { } day ? TypedDay.Of(day)
        : TypedDay.Empty;

    public IReadOnlyList<string> Value<T>(string box, IEnumerable<T> kept)
        where T : struct, Enum =>
        [.. (Request.HasFormContentType ? Ticked<T>(box) : kept).Select(v => v.Code())];

    public PageLink NameOf(RegisteredMember member) =>
        PartyNames.Of(Snapshot, member.Party, member.Name);

    /// <summary>The ways of working together that can be stated here.</summary>
    public static IReadOnlyList<Choice?> ModelChoices =>
        [
            .. PartnershipModels
                .All.Where(m => !m.FromRegister)
                .OrderBy(m => m.Depth)
                .ThenBy(m => m.Name, StringComparer.Ordinal)
                .Select(m => new Choice
                {
                    Value = $"{m.Id}",
                    Text = m.Name,
                    Hint = new Hint
                    {
                        Text = m.Binds
                            ? "It binds a school, so whoever may act for the school has to confirm it."
                            : "Anybody who speaks for a school can confirm it.",
                    },
                }),
        ];

    public static IReadOnlyList<Choice?> RoleChoices =>
        PartnershipWords.Choices<MemberRole>(r => r.What());

    public static IReadOnlyList<Choice?> PurposeChoices =>
        PartnershipWords.Choices<Purpose>(p => p.InWords(), p => p.ForWhom());

    public static IReadOnlyList<Choice?> DepthChoices =>
        PartnershipWords.Choices<Depth>(d => d.InWords(), d => d.What());

    public static IReadOnlyList<Choice?> WillingnessChoices =>
        PartnershipWords.Choices<Willingness>(w =>
            w == Trellis.Partnerships.Willingness.Willing
                ? "Yes, the members chose it"
                : "No, somebody required it"
        );

    public static IReadOnlyList<Choice?> FundingChoices =>
        PartnershipWords.Choices<Funding>(f => f.InWords());

    public static IReadOnlyList<Choice?> YesOrNo { get; } =
    [new Choice { Value = "yes", Text = "Yes" }, new Choice { Value = "no", Text = "No" }];

    public IReadOnlyList<Choice?> SpeakerChoices =>
        [
            .. Speakers.Select(s => new Choice
            {
                Value = $"{s.As}",
                Text = PartyNames.Of(Snapshot, s.As).Text,
            }),
        ];

    public static IReadOnlyList<SelectItem?> OtherKinds =>
        [
            new SelectItem { Value = "", Text = "Choose" },
            .. Enum.GetValues<PartyKind>()
                .Where(k => !new Party(k, 1).CanAnswer)
                .Select(k => new SelectItem { Value = k.Code(), Text = k.InWords() }),
        ];

    /// <summary>The questions as things to do.</summary>
    public IReadOnlyList<TaskItem?> Tasks =>
        [
            .. Questions.Select(q =>
                TaskItem.Of(
                    q.Words,
                    At(q.Key),
                    Draft.Has(q.Key) ? TaskState.Completed
                        : q.Optional ? new TaskState { Text = "Optional" }
                        : TaskState.NotStarted,
                    Draft.Has(q.Key) ? Answer(q.Key) : null
                )
            ),
            TaskItem.Of(
                "Check your answers and register it",
                Draft.Missing is null ? At("check") : null,
                Draft.Missing is null ? TaskState.NotStarted : TaskState.CannotStart
            ),
        ];

    /// <summary>Every answer with its link to change it.</summary>
    public IReadOnlyList<SummaryRow?> Answers =>
        [
            .. Questions.Select(q =>
                SummaryRow.Of(q.Words, Draft.Has(q.Key) ? Answer(q.Key) : "Not provided") with
                {
                    Actions = new RowActions
                    {
                        Items =
                        [
                            new RowAction
                            {
                                Text = "Change",
                                Href = $"{At(q.Key)}?from=check",
                                VisuallyHiddenText = $"the answer to: {q.Words}",
                                Attributes = new Dictionary<string, string?>(StringComparer.Ordinal)
                                {
                                    ["id"] = $"change-{q.Key}",
                                },
                            },
                        ],
                    },
                }
            ),
        ];

    /// <summary>An answer in words.</summary>
    private string Answer(string question) =>
        question switch
        {
            "as" => PartyNames.Of(Snapshot, Draft.As!.Value).Text,
            "name" => Draft.Name.ToString(),
            "model" => PartnershipWords.Name(Draft.Model!.Value),
            "began" => Draft.Began!.Value.InWords(),
            "members" => string.Join(", ", Draft.Members.Select(m => NameOf(m).Text)),
            "roles" => string.Join(
                "; ",
                Draft.Members.Select(m =>
                    $"{NameOf(m).Text} {(m.Roles.Count == 0 ? "has no role stated" : m.Roles.InWords())}{(m.From is { } from ? $", since {from.InWords()}" : "")}"
                )
            ),
            "purposes" => string.Join("; ", Draft.Purposes.Select(p => p.InWords())),
            "depth" => Draft.Depth!.Value.InWords(),
            "willingness" => Draft.Willingness == Trellis.Partnerships.Willingness.Required
                ? $"It was required: {Draft.RequiredBecause}"
                : Draft.Willingness!.Value.InWords(),
            "agreement" => PartnershipSentences.Of(Draft.Agreement!),
            "costs" => PartnershipSentences.Of(Draft.Costs!),
            _ => Draft.Aims!.Count == 0
                ? "None yet"
                : string.Join(
                    "; ",
                    Draft.Aims.Select(a => $"{a.What}{(a.By is { } by ? $" by {by}" : "")}")
                ),
        };

    private IActionResult Show()
    {
        var title = Part switch
        {
            "" => "Register a partnership",
            "check" => "Check your answers",
            _ => Question.Words,
        };
        return AnswerPrivately(
            new PageFrame
            {
                Title = title,
                Section = "mine",
                ForPrograms = false,
                Crumbs =
                    Part.Length == 0
                        ? [new("Home", "/"), new(Desk.Name, Desk.At), new(title)]
                        :
                        [
                            new("Home", "/"),
                            new(Desk.Name, Desk.At),
                            new("Register a partnership", At("")),
                            new(title),
                        ],
            }
        );
    }
}
