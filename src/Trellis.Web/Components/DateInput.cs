using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Trellis.Components;

/// <summary>One box of a date: its day, month or year.</summary>
public sealed record DatePart
{
    public string? Id { get; init; }

    public string? Name { get; init; }

    public string? Label { get; init; }

    public string? Value { get; init; }

    public string? Classes { get; init; }

    public string? Inputmode { get; init; }

    public string? Autocomplete { get; init; }

    public string? Pattern { get; init; }

    /// <summary>Whether this box is what is wrong; null marks all boxes when the date is wrong and none is named.</summary>
    public bool? Error { get; init; }

    public IReadOnlyDictionary<string, string?>? Attributes { get; init; }

    internal bool IsWrong =>
        Error == true || Classes?.Contains("govuk-input--error", StringComparison.Ordinal) == true;
}

/// <summary>A date in three boxes, which people fill in faster and with fewer mistakes than a calendar when they know it.</summary>
public sealed record DateInput : FormControl
{
    public string? NamePrefix { get; init; }

    public Fieldset? Fieldset { get; init; }

    public DatePart? Day { get; init; }

    public DatePart? Month { get; init; }

    public DatePart? Year { get; init; }

    public IReadOnlyList<DatePart?> Items { get; init; } = [];

    /// <summary>What stands in the boxes, by name.</summary>
    public IReadOnlyDictionary<string, string?>? Values { get; init; }

    protected internal override void Write(Markup markup)
    {
        var day = Standing(Day, "day", "2");
        var month = Standing(Month, "month", "2");
        var year = Standing(Year, "year", "4");
        var parts = Items.Count > 0 ? Items : [day, month, year];
        var anyWrong = parts.Any(p => p?.IsWrong == true);
        var describedBy = Fieldset?.DescribedBy;
        OpenGroup(markup);
        if (Fieldset is null)
            WriteAll(markup);
        else
        {
            var ids = Join(
                describedBy,
                If(Hint is not null, $"{Id}-hint"),
                If(ErrorMessage is not null, $"{Id}-error")
            );
            (
                Fieldset with
                {
                    Role = "group",
                    DescribedBy = ids,
                    Html = new Written(WriteAll),
                }
            ).Write(markup);
        }
        markup.Close("div");

        void WriteAll(Markup inner)
        {
            WriteNotes(inner, Id, describedBy);
            inner
                .Open(
                    "div",
                    Attributes,
                    ("class", Join("govuk-date-input", Classes)),
                    ("id", string.IsNullOrEmpty(Id) ? null : Id)
                )
                .Words(FormGroup?.BeforeInputs?.Text, FormGroup?.BeforeInputs?.Html);
            foreach (var part in parts.OfType<DatePart>())
                WritePart(inner, part);
            inner.Words(FormGroup?.AfterInputs?.Text, FormGroup?.AfterInputs?.Html).Close("div");
        }

        void WritePart(Markup inner, DatePart part)
        {
            var usual =
                part.Name is null || part.Name == day.Name || part.Name == "day" ? day
                : part.Name == month.Name || part.Name == "month" ? month
                : part.Name == year.Name || part.Name == "year" ? year
                : part;
            if (ReferenceEquals(part, month))
                usual = month;
            if (ReferenceEquals(part, year))
                usual = year;
            var name = part.Name ?? usual.Name ?? "";
            var full = string.IsNullOrEmpty(NamePrefix) ? name : $"{NamePrefix}-{name}";
            var wrong =
                part.IsWrong || (part.Error != false && ErrorMessage is not null && !anyWrong);
            var marked =
                part.Classes?.Contains("govuk-input--error", StringComparison.Ordinal) == true;
            var sized =
                part.Classes?.Contains("govuk-input--width-", StringComparison.Ordinal) == true;
            inner.Open("div", ("class", "govuk-date-input__item"));
            new Input
            {
                Label = new Label
                {
                    Text = string.IsNullOrEmpty(part.Label) ? Capital(name) : part.Label,
                    Classes = "govuk-date-input__label",
                },
                Id = string.IsNullOrEmpty(part.Id) ? $"{Id}-{name}" : part.Id,
                Classes = Join(
                    "govuk-date-input__input",
                    If(wrong && !marked, "govuk-input--error"),
                    sized ? null : $"govuk-input--width-{(ReferenceEquals(usual, year) ? 4 : 2)}",
                    part.Classes
                ),
                Name = full,
                Value = part.Value ?? usual.Value ?? Values?.GetValueOrDefault(full),
                Inputmode = string.IsNullOrEmpty(part.Inputmode) ? "numeric" : part.Inputmode,
                Autocomplete = part.Autocomplete,
                Pattern = part.Pattern,
                Attributes = part.Attributes,
            }.Write(inner);
            inner.Close("div");
        }
    }

    private DatePart Standing(DatePart? given, string name, string width) =>
        given is null
            ? new DatePart
            {
                Name = name,
                Value = Values?.GetValueOrDefault(name),
                Classes = $"govuk-input--width-{width}",
            }
            : given with
            {
                Name = given.Name ?? name,
            };

    private static string Capital(string name) =>
        name.Length == 0
            ? ""
            : string.Concat(
                char.ToUpperInvariant(name[0]).ToString(),
                name[1..].ToLowerInvariant()
            );

    private sealed class Written(Action<Markup> write) : IHtmlContent
    {
        public void WriteTo(TextWriter writer, System.Text.Encodings.Web.HtmlEncoder encoder) =>
            write(new Markup(writer, encoder));
    }
}

/// <summary><c>&lt;govuk-date-input name="from" legend="First day" value="..." error="..." /&gt;</c>; the boxes are from-day, from-month and from-year.</summary>
[HtmlTargetElement("govuk-date-input")]
public sealed class DateInputTag : ComponentTag
{
    public string Name { get; set; } = "";

    public string Legend { get; set; } = "";

    public string? LegendClass { get; set; }

    public string? Hint { get; set; }

    /// <summary>What is wrong with the answer; null or empty for nothing.</summary>
    public string? Error { get; set; }

    public TypedDay Value { get; set; } = TypedDay.Empty;

    protected override Component Make(
        IHtmlContent? content,
        IReadOnlyDictionary<string, string?> attributes
    ) =>
        new DateInput
        {
            Id = Name,
            NamePrefix = Name,
            Fieldset = new Fieldset
            {
                Legend = new Legend { Text = Legend, Classes = LegendClass },
            },
            Hint = string.IsNullOrEmpty(Hint) ? null : new Hint { Text = Hint },
            ErrorMessage = string.IsNullOrEmpty(Error) ? null : new ErrorMessage { Text = Error },
            Day = new DatePart { Value = Value.Day },
            Month = new DatePart { Value = Value.Month },
            Year = new DatePart { Value = Value.Year },
            Classes = Classes,
            Attributes = attributes,
        };
}
