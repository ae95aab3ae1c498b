using System.Text.RegularExpressions;
using Mono.Cecil;

namespace Trellis.Tests.Architecture;

/// <summary>What types are called and what may be done to them from outside.</summary>
public sealed partial class ShapeTests
{
    [GeneratedRegex("(Helper|Manager|Service|Util|Utils|Dto|Model|Impl)$", RegexOptions.None, 1000)]
    private static partial Regex EmptyWord { get; }

    // ASP.NET's own word for an element of our markup; the suffix is how the framework finds its name.
    private static bool IsTagHelper(TypeDefinition type) =>
        type.BaseType is { } parent
        && (
            parent.FullName == "Microsoft.AspNetCore.Razor.TagHelpers.TagHelper"
            || Assemblies.Types.FirstOrDefault(t => t.FullName == parent.FullName) is { } ours
                && IsTagHelper(ours)
        );

    // A service that schools run together and a model of partnership are what people call them.
    private static readonly string[] Said =
    [
        "JointService",
        "ShareService",
        "EndService",
        "PartnershipModel",
    ];

    private static IEnumerable<string> NamedForNothing(IEnumerable<TypeDefinition> types) =>
        types
            .Where(t =>
                EmptyWord.IsMatch(t.Name.Split('`')[0]) && !IsTagHelper(t) && !Said.Contains(t.Name)
            )
            .Select(t => $"{t.FullName} says nothing about what it is");

    [Fact]
    public void A_type_is_named_as_people_say_it() =>
        Assert.Empty(NamedForNothing(Assemblies.Types));

    [Fact]
    public void A_type_named_for_nothing_is_noticed() =>
        Assert.Equal(2, NamedForNothing(Assemblies.Wrong).Count());

    private static bool IsInit(MethodDefinition setter) =>
        setter.ReturnType is RequiredModifierType { ModifierType.Name: "IsExternalInit" };

    // The Razor compiler assigns a tag's attributes after it is made; rows of Store are filled by the database library.
    private static bool MaySet(TypeDefinition type) =>
        IsTagHelper(type) || Assemblies.InNamespace(type) == "Trellis.Store";

    // What overrides the framework has the framework's shape.
    private static bool IsOverride(MethodDefinition setter) =>
        setter is { IsVirtual: true, IsNewSlot: false };

    private static bool IsVisible(TypeDefinition type) =>
        type.IsPublic || (type.IsNestedPublic && IsVisible(type.DeclaringType));

    private static IEnumerable<string> Settable(IEnumerable<TypeDefinition> types) =>
        types
            .Where(t => IsVisible(t) && !MaySet(t))
            .SelectMany(t =>
                t.Properties.Where(p =>
                        p.SetMethod is { IsPublic: true } set && !IsInit(set) && !IsOverride(set)
                    )
                    .Select(p => $"{t.FullName}.{p.Name} can be set")
                    .Concat(
                        t.Fields.Where(f =>
                                f is { IsPublic: true, IsInitOnly: false, HasConstant: false }
                                && !f.IsRuntimeSpecialName
                            )
                            .Select(f => $"{t.FullName}.{f.Name} can be written")
                    )
            );

    [Fact]
    public void Nothing_changes_after_it_is_made() => Assert.Empty(Settable(Assemblies.Types));

    [Fact]
    public void A_setter_or_an_open_field_is_noticed_and_an_init_is_not() =>
        Assert.Equal(
            ["Wrong.Exposed.Count can be written", "Wrong.Settable.Name can be set"],
            Settable(Assemblies.Wrong)
                .Select(b => b.Replace("Trellis.Tests.Architecture.", "", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
        );

    private static IEnumerable<string> Mirrored(IReadOnlyList<TypeDefinition> types) =>
        from face in types
        where face is { IsInterface: true } and ({ IsPublic: true } or { IsNestedPublic: true })
        let shipped = types.Count(t =>
            t.Interfaces.Any(i => i.InterfaceType.GetElementType().FullName == face.FullName)
        )
        where shipped < 2
        select $"{face.FullName} has {shipped} implementation(s); two make an interface";

    [Fact]
    public void An_interface_waits_for_a_second_implementation() =>
        Assert.Empty(Mirrored(Assemblies.Types));

    [Fact]
    public void An_interface_that_mirrors_one_class_is_noticed() =>
        Assert.Single(Mirrored(Assemblies.Wrong));
}
