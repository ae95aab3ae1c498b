namespace Trellis.Components;

public sealed class DesignSystemTests(ITestOutputHelper output)
{
    private const string NoSlots =
        "Ours has no slots: search stands in the header, and England's schools need no second language.";

    private const string WholeDates =
        "Ours asks for whole days: no rule of Trellis knows a month without its year.";

    /// <summary>The examples of the design system that ours do not match, each with the reason.</summary>
    private static readonly Dictionary<string, string> Differing = new(StringComparer.Ordinal)
    {
        ["date-input: day and month"] = WholeDates,
        ["date-input: month and year"] = WholeDates,
        ["service-navigation: with language navigation"] = NoSlots,
        ["service-navigation: with right-aligned language navigation"] = NoSlots,
        ["service-navigation: inverse with language navigation"] = NoSlots,
        ["service-navigation: with slotted content"] = NoSlots,
        ["service-navigation: with `inline` end slot"] = NoSlots,
    };

    [Fact]
    public void Components_write_what_the_design_system_writes_but_for_those_listed_with_a_reason()
    {
        var counted = 0;
        var differing = new List<string>();
        Compare<BackLink>("back-link");
        Compare<Breadcrumbs>("breadcrumbs");
        Compare<Button>("button");
        Compare<CharacterCount>("character-count");
        Compare<Checkboxes>("checkboxes");
        Compare<DateInput>("date-input");
        Compare<Details>("details");
        Compare<ErrorMessage>("error-message");
        Compare<ErrorSummary>("error-summary");
        Compare<Fieldset>("fieldset");
        Compare<GenericHeader>("generic-header");
        Compare<Hint>("hint");
        Compare<Input>("input");
        Compare<InsetText>("inset-text");
        Compare<Label>("label");
        Compare<NotificationBanner>("notification-banner");
        Compare<Pagination>("pagination");
        Compare<Panel>("panel");
        Compare<PasswordInput>("password-input");
        Compare<PhaseBanner>("phase-banner");
        Compare<Radios>("radios");
        Compare<Select>("select");
        Compare<ServiceNavigation>("service-navigation");
        Compare<SkipLink>("skip-link");
        Compare<SummaryList>("summary-list");
        Compare<Table>("table");
        Compare<Tag>("tag");
        Compare<TaskList>("task-list");
        Compare<Textarea>("textarea");
        Compare<WarningText>("warning-text");

        output.WriteLine(
            $"{counted - differing.Count} of {counted} examples of the design system are equal."
        );
        Assert.Equal(
            Differing.Keys.Order(StringComparer.Ordinal),
            differing.Order(StringComparer.Ordinal)
        );
        Assert.True(
            differing.Count <= counted * 0.05,
            $"{differing.Count} of {counted} examples differ."
        );

        void Compare<TComponent>(string component)
            where TComponent : Component
        {
            foreach (var (name, ours, theirs) in Fixtures.Of<TComponent>(component))
            {
                counted++;
                if (ours == theirs)
                    continue;
                differing.Add($"{component}: {name}");
                if (!Differing.ContainsKey($"{component}: {name}"))
                    output.WriteLine(
                        $"--- {component}: {name}\n{ours}\n--- they write\n{theirs}\n"
                    );
            }
        }
    }
}
