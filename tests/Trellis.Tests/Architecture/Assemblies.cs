using Mono.Cecil;

namespace Trellis.Tests.Architecture;

/// <summary>The compiled projects, read without running them.</summary>
public static class Assemblies
{
    /// <summary>The projects under src in the order in which data flows, with the names of their assemblies.</summary>
    public static IReadOnlyList<(string Project, string Assembly)> Names { get; } =
    [
        ("Trellis.OpenData", "Trellis.OpenData"),
        ("Trellis.Numerics", "Trellis.Numerics"),
        ("Trellis.Analysis", "Trellis.Analysis"),
        ("Trellis.Casework", "Trellis.Casework"),
        ("Trellis.Web", "Trellis.Web"),
        ("Trellis.Cli", "trellis"),
    ];

    /// <summary>What is built of them; a project that is not begun yet is not among them.</summary>
    public static IReadOnlyList<(string Project, AssemblyDefinition Assembly)> Ours { get; } =
        Names
            .Select(n =>
                (n.Project, Path: Path.Combine(AppContext.BaseDirectory, n.Assembly + ".dll"))
            )
            .Where(n => File.Exists(n.Path))
            .Select(n => (n.Project, AssemblyDefinition.ReadAssembly(n.Path)))
            .ToArray();

    /// <summary>Every type under src that people wrote.</summary>
    public static IReadOnlyList<TypeDefinition> Types { get; } =
        Ours.SelectMany(a => Written(a.Assembly)).ToArray();

    /// <summary>The deliberately wrong types that show the rules can fail.</summary>
    public static IReadOnlyList<TypeDefinition> Wrong { get; } =
        Written(AssemblyDefinition.ReadAssembly(typeof(Assemblies).Assembly.Location))
            .Where(t => InNamespace(t).EndsWith(".Wrong", StringComparison.Ordinal))
            .ToArray();

    /// <summary>The namespace of a type, that of the outermost type for a nested one.</summary>
    public static string InNamespace(TypeDefinition type) =>
        type.DeclaringType is { } outer ? InNamespace(outer) : type.Namespace;

    /// <summary>Every method of a type with a body, those of lambdas, iterators and async methods inside it included.</summary>
    public static IEnumerable<MethodDefinition> Bodies(TypeDefinition type) =>
        type
            .Methods.Where(m => m.HasBody)
            .Concat(type.NestedTypes.Where(IsGenerated).SelectMany(Bodies));

    /// <summary>The full names of all types a type mentions: bases, fields, signatures and bodies.</summary>
    public static IEnumerable<string> Mentions(TypeDefinition type)
    {
        var seen = new List<TypeReference?> { type.BaseType };
        seen.AddRange(type.Interfaces.Select(i => i.InterfaceType));
        seen.AddRange(type.CustomAttributes.Select(a => a.AttributeType));
        seen.AddRange(type.Fields.Select(f => f.FieldType));
        foreach (var method in type.Methods)
        {
            seen.Add(method.ReturnType);
            seen.AddRange(method.Parameters.Select(p => p.ParameterType));
        }
        foreach (var body in Bodies(type).Select(m => m.Body))
        {
            seen.AddRange(body.Variables.Select(v => v.VariableType));
            foreach (var operand in body.Instructions.Select(i => i.Operand))
                seen.AddRange(
                    operand switch
                    {
                        MethodReference m => [m.DeclaringType, m.ReturnType],
                        FieldReference f => [f.DeclaringType, f.FieldType],
                        TypeReference t => [t],
                        _ => Array.Empty<TypeReference>(),
                    }
                );
        }
        return seen.OfType<TypeReference>().SelectMany(Parts).Distinct(StringComparer.Ordinal);
    }

    /// <summary>Every method a type calls, as "System.DateTime::get_Now".</summary>
    public static IEnumerable<string> Calls(TypeDefinition type) =>
        Bodies(type)
            .SelectMany(m => m.Body.Instructions)
            .Select(i => i.Operand)
            .OfType<MethodReference>()
            .Select(m =>
                $"{m.DeclaringType.FullName}::{m.Name}({string.Join(',', m.Parameters.Select(p => p.ParameterType.Name))})"
            )
            .Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> Parts(TypeReference type)
    {
        yield return type.GetElementType().FullName;
        if (type is GenericInstanceType generic)
            foreach (var part in generic.GenericArguments.SelectMany(Parts))
                yield return part;
    }

    private static IEnumerable<TypeDefinition> Written(AssemblyDefinition assembly) =>
        assembly.MainModule.Types.SelectMany(Nested).Where(t => !IsGenerated(t));

    private static IEnumerable<TypeDefinition> Nested(TypeDefinition type) =>
        type.NestedTypes.SelectMany(Nested).Prepend(type);

    // Names a person cannot write, code of the Razor compiler, and what the compiler adds to every assembly.
    private static bool IsGenerated(TypeDefinition type) =>
        type.Name.Contains('<', StringComparison.Ordinal)
        || type.Namespace is "AspNetCoreGeneratedDocument" or "Microsoft.CodeAnalysis"
        || (
            type.Namespace is "System.Runtime.CompilerServices"
            && type.CustomAttributes.Any(a => a.AttributeType.Name == "CompilerGeneratedAttribute")
        );
}
