using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Trellis.Components;

/// <summary>How far a task is: in plain words where there is nothing to do, as a tag where there is.</summary>
public sealed record TaskState
{
    public string? Text { get; init; }

    public IHtmlContent? Html { get; init; }

    public Tag? Tag { get; init; }

    public string? Classes { get; init; }

    /// <summary>Done: the plain word, so that what is left stands out.</summary>
    public static TaskState Completed { get; } = new() { Text = "Completed" };

    public static TaskState NotStarted { get; } =
        new()
        {
            Tag = new Tag { Text = "Not started", Classes = "govuk-tag--blue" },
        };

    /// <summary>Waits for somebody or something else first.</summary>
    public static TaskState CannotStart { get; } =
        new() { Text = "Cannot start yet", Classes = "govuk-task-list__status--cannot-start-yet" };

    /// <param name="words">As "Overdue".</param>
    public static TaskState Tagged(string words, string colour) =>
        new()
        {
            Tag = new Tag { Text = words, Classes = $"govuk-tag--{colour}" },
        };
}

/// <summary>One thing to do, and how far it is.</summary>
public sealed record TaskItem
{
    public Label Title { get; init; } = new();

    public Hint? Hint { get; init; }

    public TaskState Status { get; init; } = new();

    public string? Href { get; init; }

    public string? Classes { get; init; }

    /// <summary>A task with an address of its own.</summary>
    public static TaskItem Of(string title, string? href, TaskState status, string? hint = null) =>
        new()
        {
            Title = new Label { Text = title },
            Href = href,
            Status = status,
            Hint = hint is null ? null : new Hint { Text = hint },
        };
}

/// <summary>What there is to do, each with how far it is.</summary>
public sealed record TaskList : Component
{
    public string? IdPrefix { get; init; }

    public IReadOnlyList<TaskItem?> Items { get; init; } = [];

    protected internal override void Write(Markup markup)
    {
        var prefix = string.IsNullOrEmpty(IdPrefix) ? "task-list" : IdPrefix;
        markup.Open("ul", Attributes, ("class", Join("govuk-task-list", Classes)));
        for (var i = 0; i < Items.Count; i++)
            if (Items[i] is { } item)
                WriteItem(markup, item, $"{prefix}-{i + 1}");
        markup.Close("ul");
    }

    private static void WriteItem(Markup markup, TaskItem item, string id)
    {
        var linked = !string.IsNullOrEmpty(item.Href);
        markup
            .Open(
                "li",
                (
                    "class",
                    Join(
                        "govuk-task-list__item",
                        If(linked, "govuk-task-list__item--with-link"),
                        item.Classes
                    )
                )
            )
            .Open("div", ("class", "govuk-task-list__name-and-hint"));
        if (linked)
            markup.Open(
                "a",
                ("class", Join("govuk-link", "govuk-task-list__link", item.Title.Classes)),
                ("href", item.Href),
                ("aria-describedby", Join(If(item.Hint is not null, $"{id}-hint"), $"{id}-status"))
            );
        else
            markup.Open(
                "div",
                ("class", string.IsNullOrEmpty(item.Title.Classes) ? null : item.Title.Classes)
            );
        markup.Words(item.Title.Text, item.Title.Html).Close(linked ? "a" : "div");
        if (item.Hint is { } hint)
            markup
                .Open("div", ("id", $"{id}-hint"), ("class", "govuk-task-list__hint"))
                .Words(hint.Text, hint.Html)
                .Close("div");
        markup
            .Close("div")
            .Open(
                "div",
                ("class", Join("govuk-task-list__status", item.Status.Classes)),
                ("id", $"{id}-status")
            );
        if (item.Status.Tag is { } tag)
            tag.Write(markup);
        else
            markup.Words(item.Status.Text, item.Status.Html);
        markup.Close("div").Close("li");
    }
}

/// <summary><c>&lt;govuk-task-list items="..." /&gt;</c></summary>
[HtmlTargetElement("govuk-task-list")]
public sealed class TaskListTag : ComponentTag
{
    public string? IdPrefix { get; set; }

    public IReadOnlyList<TaskItem?> Items { get; set; } = [];

    protected override Component Make(
        IHtmlContent? content,
        IReadOnlyDictionary<string, string?> attributes
    ) =>
        new TaskList
        {
            IdPrefix = IdPrefix,
            Items = Items,
            Classes = Classes,
            Attributes = attributes,
        };
}
