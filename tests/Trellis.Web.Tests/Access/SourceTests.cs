using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Trellis.Journal;
using Trellis.Serving;

namespace Trellis.Tests.Access;

/// <summary>What the source never does, so that a whole kind of attack has nothing to take hold of.</summary>
public sealed partial class SourceTests
{
    private const RegexOptions AnyCase = RegexOptions.IgnoreCase;

    /// <summary>A rule of the source: what is looked for, where, and the places that have it with a reason.</summary>
    private sealed record Rule(
        Regex Pattern,
        string[] Under,
        string[] Endings,
        IReadOnlyDictionary<string, string> Allowed
    );

    private static readonly string[] Code = [".cs", ".cshtml"];
    private static readonly string[] Everything = [""];
    private static readonly Dictionary<string, string> Nowhere = [];

    [GeneratedRegex(@"SqlRaw(Async)?\s*\(|CommandText\s*=\s*\$", RegexOptions.None, 1000)]
    private static partial Regex SqlOfText { get; }

    [GeneratedRegex(@"\bProcess\.Start\b|\bProcessStartInfo\b", RegexOptions.None, 1000)]
    private static partial Regex Starts { get; }

    [GeneratedRegex(
        @"System\.DirectoryServices|\bXPath\w*|\bXmlReader\b|\bXmlDocument\b|\bXDocument\b|XslCompiledTransform",
        RegexOptions.None,
        1000
    )]
    private static partial Regex ForeignLanguage { get; }

    [GeneratedRegex(
        @"BinaryFormatter|NetDataContractSerializer|LosFormatter|SoapFormatter|ObjectStateFormatter|TypeNameHandling|JsonPolymorphic|JsonDerivedType|Type\.GetType\(|Activator\.CreateInstance",
        RegexOptions.None,
        1000
    )]
    private static partial Regex TypeFromOutside { get; }

    [GeneratedRegex(
        @"\b(HMAC)?(MD5|SHA1)\b|\b(Triple)?DES\b|\bRC[24]\b|\bRijndael\w*|CipherMode\.|RSAEncryptionPadding\.Pkcs1",
        RegexOptions.None,
        1000
    )]
    private static partial Regex WeakCipher { get; }

    [GeneratedRegex(@"\bnew\s+Random\b|\bRandom\.Shared\b", RegexOptions.None, 1000)]
    private static partial Regex GuessableChance { get; }

    [GeneratedRegex(
        @"ServerCertificate(Custom)?Validation|DangerousAcceptAny|RemoteCertificateValidationCallback|TrustServerCertificate|SslProtocols\.(Ssl|Tls\b|Tls11|Default)",
        AnyCase,
        1000
    )]
    private static partial Regex UncheckedCertificate { get; }

    [GeneratedRegex(
        @"\bunsafe\b|AllowUnsafeBlocks|\bUnsafe\.\w+\(|\[DllImport|\[LibraryImport",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Unmanaged { get; }

    [GeneratedRegex(@"Html\.Raw\(|\bnew HtmlString\(|@functions", RegexOptions.None, 1000)]
    private static partial Regex Unencoded { get; }

    [GeneratedRegex(
        @"\beval\(|new Function\(|\.(inner|outer)HTML\b|insertAdjacentHTML|document\.write|postMessage|localStorage|sessionStorage|indexedDB|document\.cookie|__proto__|set(Timeout|Interval)\(\s*[""'`]|\bWebSocket\b|\bRTCPeerConnection\b|callback=",
        RegexOptions.None,
        1000
    )]
    private static partial Regex DangerousScript { get; }

    [GeneratedRegex(
        @"string\.Format\(|CompositeFormat\.|\.AppendFormat\(|CSharpScript|RazorLight|Scriban|Handlebars|\bLaTeX\b|GraphQL|UseWebSockets|MapHub|Memcached|\bJNDI\b",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Absent { get; }

    [GeneratedRegex(
        @"UseDeveloperExceptionPage|UseDirectoryBrowser|EnableSensitiveDataLogging|EnableDetailedErrors|ShowPII\s*=\s*true|UseSwagger|AddDatabaseDeveloperPageExceptionFilter",
        RegexOptions.None,
        1000
    )]
    private static partial Regex ForDevelopers { get; }

    [GeneratedRegex(
        @"\bnew Regex\(|\bRegex\.(Match|Matches|IsMatch|Replace|Split|Count)\(",
        RegexOptions.None,
        1000
    )]
    private static partial Regex LooseExpression { get; }

    [GeneratedRegex(
        @"\[GeneratedRegex\((?<of>(?:[^\]""]|""(?:[^""\\]|\\.)*""|@""(?:[^""]|"""")*"")*)\)\]",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Expression { get; }

    [GeneratedRegex(
        @"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}\b|\bxox[baprs]-[A-Za-z0-9-]{10,}|\beyJ[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20,}\.",
        RegexOptions.None,
        1000
    )]
    private static partial Regex KeyOfSomebody { get; }

    [GeneratedRegex(
        @"(password|passwd|secret|api[_-]?key|token)\w*\s*[:=]\s*""(?![^""]*[{ <])[^""]{8,}""|Password=[^;""{\s.]+",
        AnyCase,
        1000
    )]
    private static partial Regex WrittenPassword { get; }

    [GeneratedRegex(@"<PackageReference[^>]*\bVersion=", RegexOptions.None, 1000)]
    private static partial Regex VersionOfOnesOwn { get; }

    private static readonly Rule Queries = new(
        SqlOfText,
        ["src"],
        Code,
        new Dictionary<string, string>
        {
            ["src/Trellis.OpenData/Snapshots/PlainDatabase.cs"] =
                "names of our own tables and columns; every value is a parameter",
            ["src/Trellis.Casework/Store/Schema.cs"] = "the number of our own schema file",
            ["src/Trellis.Casework/Store/TableText.cs"] =
                "names of our own tables and columns; every value is a parameter",
        }
    );

    private static readonly Rule Programs = new(
        Starts,
        [
            "src/Trellis.Web",
            "src/Trellis.Casework",
            "src/Trellis.Analysis",
            "src/Trellis.OpenData",
            "src/Trellis.Numerics",
        ],
        Code,
        Nowhere
    );

    private static readonly Rule Languages = new(ForeignLanguage, ["src"], Code, Nowhere);
    private static readonly Rule Types = new(
        TypeFromOutside,
        ["src"],
        Code,
        new Dictionary<string, string>
        {
            ["src/Trellis.Casework/Journal/Writing.cs"] =
                "how our own ids are written, never what is read",
            ["src/Trellis.Casework/Journal/ActJson.cs"] =
                "the same for an act that waits for a second person",
        }
    );

    private static readonly Rule Ciphers = new(WeakCipher, ["src"], Code, Nowhere);

    private static readonly Rule Chance = new(
        GuessableChance,
        ["src/Trellis.Web", "src/Trellis.Casework"],
        Code,
        Nowhere
    );

    private static readonly Rule Certificates = new(UncheckedCertificate, ["src"], Code, Nowhere);

    private static readonly Rule Memory = new(
        Unmanaged,
        ["src"],
        [".cs", ".csproj", ".props"],
        new Dictionary<string, string>
        {
            ["src/Trellis.Numerics/Neighbours/AllNearest.cs"] =
                "the innermost loop, over blocks whose lengths it made itself; compared with a plain loop in tests",
        }
    );

    private static readonly Rule Markup = new(
        Unencoded,
        ["src"],
        Code,
        new Dictionary<string, string>
        {
            ["src/Trellis.Web/Pages/Frozen.cshtml"] =
                "a page of ours as it was written and encoded when it was kept",
        }
    );

    private static readonly Rule Scripts = new(
        DangerousScript,
        ["src/Trellis.Web/Look"],
        [".js"],
        Nowhere
    );

    private static readonly Rule Interpreters = new(Absent, ["src"], Code, Nowhere);
    private static readonly Rule Debugging = new(ForDevelopers, ["src"], Code, Nowhere);
    private static readonly Rule Expressions = new(LooseExpression, ["src"], Code, Nowhere);

    private static readonly Rule Keys = new(
        KeyOfSomebody,
        ["src", "tests", "docs", "build", "definitions", "bench", ".ci"],
        Everything,
        Nowhere
    );

    private static readonly Rule Passwords = new(
        WrittenPassword,
        ["src", "docs", "build", "definitions", ".ci"],
        [".cs", ".cshtml", ".json", ".yaml", ".md", ".sh", ".py", ".props", ".csproj", "/run"],
        Nowhere
    );

    private static readonly Dictionary<string, Rule> Rules = new(StringComparer.Ordinal)
    {
        ["queries"] = Queries,
        ["programs"] = Programs,
        ["languages"] = Languages,
        ["types"] = Types,
        ["ciphers"] = Ciphers,
        ["chance"] = Chance,
        ["certificates"] = Certificates,
        ["memory"] = Memory,
        ["markup"] = Markup,
        ["scripts"] = Scripts,
        ["interpreters"] = Interpreters,
        ["debugging"] = Debugging,
        ["expressions"] = Expressions,
        ["keys"] = Keys,
        ["passwords"] = Passwords,
    };

    private static readonly HashSet<string> NotWritten =
    [
        "node_modules",
        "wwwroot",
        "bin",
        "obj",
        "artifacts",
    ];

    private static IEnumerable<string> Walk(string folder) =>
        !Directory.Exists(folder)
            ? []
            : Directory
                .EnumerateFiles(folder)
                .Concat(
                    Directory
                        .EnumerateDirectories(folder)
                        .Where(f => !NotWritten.Contains(Path.GetFileName(f)))
                        .SelectMany(Walk)
                )
                .Order(StringComparer.Ordinal);

    private static string Here(string path) =>
        Path.GetRelativePath(Repository.Root, path).Replace('\\', '/');

    private static IEnumerable<string> Files(Rule rule) =>
        rule
            .Under.SelectMany(under => Walk(Repository.PathTo(under)))
            .Select(Here)
            .Where(f => rule.Endings.Any(e => f.EndsWith(e, StringComparison.Ordinal)))
            // This file says what is looked for, and shows that it is noticed.
            .Where(f => !f.EndsWith("/SourceTests.cs", StringComparison.Ordinal));

    private static IEnumerable<string> Found(Rule rule, string file, string text) =>
        rule
            .Pattern.Matches(text)
            .Select(m => $"{file}, line {text.AsSpan(0, m.Index).Count('\n') + 1}: {m.Value}");

    private static void IsNowhere(Rule rule)
    {
        var files = Files(rule).ToArray();
        Assert.NotEmpty(files);
        Assert.Empty(
            files
                .Where(f => !rule.Allowed.ContainsKey(f))
                .SelectMany(f => Found(rule, f, File.ReadAllText(Repository.PathTo(f))))
        );
        // An exception that nobody needs any longer goes.
        Assert.All(
            rule.Allowed.Keys,
            f => Assert.NotEmpty(Found(rule, f, File.ReadAllText(Repository.PathTo(f))))
        );
    }

    [Fact]
    public void No_query_is_put_together_from_words() => IsNowhere(Queries);

    [Fact]
    public void No_page_or_act_starts_another_program() => IsNowhere(Programs);

    [Fact]
    public void No_directory_and_no_foreign_document_is_asked_in_its_own_language() =>
        IsNowhere(Languages);

    [Fact]
    public void What_is_read_never_says_which_type_it_becomes() => IsNowhere(Types);

    [Fact]
    public void No_broken_hash_or_cipher_is_named() => IsNowhere(Ciphers);

    [Fact]
    public void Chance_that_must_not_be_guessed_is_never_drawn_from_a_seed() => IsNowhere(Chance);

    [Fact]
    public void No_certificate_goes_unchecked() => IsNowhere(Certificates);

    [Fact]
    public void Memory_is_managed_but_in_one_loop() => IsNowhere(Memory);

    [Fact]
    public void Every_word_on_a_page_is_encoded_but_a_kept_page_of_ours() => IsNowhere(Markup);

    [Fact]
    public void A_script_writes_text_and_keeps_nothing() => IsNowhere(Scripts);

    [Fact]
    public void Nothing_that_interprets_words_from_outside_is_built_in() => IsNowhere(Interpreters);

    [Fact]
    public void Nothing_made_for_developers_is_switched_on() => IsNowhere(Debugging);

    /// <summary>Where a program of ours asks another, an answer that leads elsewhere is no answer; the fetching of published files alone goes on, for publishers move them.</summary>
    [Fact]
    public void No_page_follows_where_another_site_leads()
    {
        var asking = Walk(Repository.PathTo("src", "Trellis.Web"))
            .Concat(Walk(Repository.PathTo("src", "Trellis.Casework")))
            .Where(f => f.EndsWith(".cs", StringComparison.Ordinal))
            .Where(f => !f.EndsWith("Warmth.cs", StringComparison.Ordinal)) // asks this very site
            .Select(f => (File: Here(f), Text: File.ReadAllText(f)))
            .Where(f => f.Text.Contains("new HttpClient", StringComparison.Ordinal))
            .ToArray();
        Assert.NotEmpty(asking);
        Assert.All(
            asking,
            f => Assert.Contains("AllowAutoRedirect = false", f.Text, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void No_key_of_anybody_is_in_the_repository() => IsNowhere(Keys);

    [Fact]
    public void No_password_is_written_in_code_or_settings() => IsNowhere(Passwords);

    [Theory]
    [InlineData("queries", "db.Database.ExecuteSqlRaw(text)")]
    [InlineData("queries", "command.CommandText = $\"select * from person where name = '{name}'\"")]
    [InlineData("programs", "Process.Start(\"convert\", name)")]
    [InlineData("languages", "new XmlDocument().LoadXml(text)")]
    [InlineData("languages", "using System.DirectoryServices;")]
    [InlineData("types", "new BinaryFormatter().Deserialize(stream)")]
    [InlineData("types", "Type.GetType(name)")]
    [InlineData("ciphers", "MD5.HashData(bytes)")]
    [InlineData("ciphers", "aes.Mode = CipherMode.ECB")]
    [InlineData("chance", "var token = new Random(1).Next()")]
    [InlineData("certificates", "ServerCertificateCustomValidationCallback = (_, _, _, _) => true")]
    [InlineData("certificates", "SslProtocols.Tls11")]
    [InlineData("memory", "private static unsafe void Copy()")]
    [InlineData("markup", "@Html.Raw(Model.Name)")]
    [InlineData("scripts", "list.innerHTML = name")]
    [InlineData("scripts", "window.postMessage(secret)")]
    [InlineData("interpreters", "string.Format(Model.Text, 1)")]
    [InlineData("debugging", "app.UseDeveloperExceptionPage()")]
    [InlineData("expressions", "new Regex(Model.Text)")]
    [InlineData("keys", "-----BEGIN RSA PRIVATE KEY-----")]
    [InlineData("passwords", "Host=db;Password=hunter2")]
    [InlineData("passwords", "const string ApiKey = \"0123456789abcdef\"")]
    public void What_is_looked_for_is_noticed(string rule, string text) =>
        Assert.Single(Found(Rules[rule], "x.cs", text));

    /// <summary>Expressions that could take for ever: without a time and without the engine that needs none.</summary>
    private static IEnumerable<string> Endless(string file, string text) =>
        Expression
            .Matches(text)
            .Select(m => m.Groups["of"].Value)
            .Where(of =>
                !of.Contains("NonBacktracking", StringComparison.Ordinal)
                && !of.TrimEnd().EndsWith('0')
            )
            .Select(of => $"{file}: {of.Trim()}");

    [Fact]
    public void Every_expression_that_is_matched_is_ours_and_has_a_time()
    {
        IsNowhere(Expressions);
        var files = Files(Expressions).ToArray();
        Assert.Contains(files, f => Expression.IsMatch(File.ReadAllText(Repository.PathTo(f))));
        Assert.Empty(files.SelectMany(f => Endless(f, File.ReadAllText(Repository.PathTo(f)))));
    }

    [Fact]
    public void An_expression_without_a_time_is_noticed()
    {
        Assert.Single(Endless("x.cs", "[GeneratedRegex(\"(a+)+$\")]"));
        Assert.Empty(Endless("x.cs", "[GeneratedRegex(@\"(a+)\"\"+$\", RegexOptions.None, 1000)]"));
        Assert.Empty(Endless("x.cs", "[GeneratedRegex(\"a+\", RegexOptions.NonBacktracking)]"));
    }

    private static bool IsPinned(string? version) =>
        version is { Length: > 2 }
        && version[0] == '['
        && version[^1] == ']'
        && !version.AsSpan().ContainsAny(",*");

    /// <summary>The list of what is built in: the lock files, each package with its version and the hash of its bytes.</summary>
    [Fact]
    public void Every_package_has_one_version_and_the_hash_of_its_bytes()
    {
        var central = XElement.Load(Repository.PathTo("Directory.Packages.props"));
        Assert.All(
            central.Descendants("PackageVersion"),
            p => Assert.True(IsPinned((string?)p.Attribute("Version")), $"{p} is not pinned.")
        );
        var projects = Walk(Repository.PathTo("src"))
            .Concat(Walk(Repository.PathTo("tests")))
            .Concat(Walk(Repository.PathTo("bench")))
            .Where(f => f.EndsWith(".csproj", StringComparison.Ordinal))
            .ToArray();
        Assert.NotEmpty(projects);
        var packages = 0;
        foreach (var project in projects)
        {
            // Versions are said in one place.
            Assert.DoesNotMatch(VersionOfOnesOwn, File.ReadAllText(project));
            var file = Path.Combine(Path.GetDirectoryName(project)!, "packages.lock.json");
            Assert.True(File.Exists(file), $"{Here(project)} has no lock file.");
            using var locked = JsonDocument.Parse(File.ReadAllText(file));
            foreach (
                var framework in locked.RootElement.GetProperty("dependencies").EnumerateObject()
            )
            foreach (var package in framework.Value.EnumerateObject())
            {
                if (package.Value.GetProperty("type").GetString() == "Project")
                    continue;
                packages++;
                var where = $"{Here(file)}: {package.Name}";
                Assert.True(package.Value.TryGetProperty("resolved", out var version), where);
                Assert.False(string.IsNullOrEmpty(version.GetString()), where);
                Assert.True(package.Value.TryGetProperty("contentHash", out var hash), where);
                Assert.Equal(64, Convert.FromBase64String(hash.GetString()!).Length);
            }
        }
        Assert.True(packages > 50, $"Only {packages} packages are locked.");
    }

    [Theory]
    [InlineData("src/Trellis.Web")]
    [InlineData("tests/browser")]
    public void Every_package_of_the_pages_style_and_script_has_one_version_and_a_hash(
        string folder
    )
    {
        using var named = JsonDocument.Parse(
            File.ReadAllText(Repository.PathTo(folder, "package.json"))
        );
        Assert.All(
            named.RootElement.GetProperty("devDependencies").EnumerateObject(),
            p => Assert.Matches(@"^\d+\.\d+\.\d+$", p.Value.GetString())
        );
        // Nothing of it runs where pages are served.
        Assert.False(named.RootElement.TryGetProperty("dependencies", out _));
        using var locked = JsonDocument.Parse(
            File.ReadAllText(Repository.PathTo(folder, "package-lock.json"))
        );
        var packages = locked
            .RootElement.GetProperty("packages")
            .EnumerateObject()
            .Where(p => p.Name.Length > 0)
            .ToArray();
        Assert.NotEmpty(packages);
        Assert.All(
            packages,
            p => Assert.StartsWith("sha512-", p.Value.GetProperty("integrity").GetString())
        );
    }

    [Theory]
    [InlineData("10.0.14", false)]
    [InlineData("[10.0.0,11.0.0)", false)]
    [InlineData("[10.*]", false)]
    [InlineData("[10.0.14]", true)]
    public void A_version_that_may_move_is_noticed(string version, bool pinned) =>
        Assert.Equal(pinned, IsPinned(version));

    /// <summary>What a form may fill: words, numbers, days, ids and files, each named; never a thing of ours as a whole.</summary>
    private static bool MayBeFilled(Type type)
    {
        var of = Nullable.GetUnderlyingType(type) ?? type;
        if (of.IsArray)
            return MayBeFilled(of.GetElementType()!);
        if (of.IsGenericType && of.GetGenericArguments() is [var only] && !of.IsValueType)
            return MayBeFilled(only);
        return of.IsPrimitive
            || of == typeof(string)
            || of == typeof(decimal)
            || of == typeof(DateOnly)
            || of == typeof(CancellationToken)
            || of.GetInterfaces()
                .Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IParsable<>));
    }

    private static IEnumerable<string> Filled(Type page)
    {
        const BindingFlags Own =
            BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        foreach (var property in page.GetProperties(Own))
            if (
                property.GetCustomAttribute<BindPropertyAttribute>() is not null
                && !MayBeFilled(property.PropertyType)
            )
                yield return $"{page.Name}.{property.Name}";
        if (page.GetCustomAttribute<BindPropertiesAttribute>() is not null)
            yield return page.Name;
        foreach (var method in page.GetMethods(Own))
            if (
                method.Name.StartsWith("OnPost", StringComparison.Ordinal)
                || method.Name.StartsWith("OnGet", StringComparison.Ordinal)
            )
                foreach (var parameter in method.GetParameters())
                    if (
                        parameter.GetCustomAttribute<FromServicesAttribute>() is null
                        && !MayBeFilled(parameter.ParameterType)
                    )
                        yield return $"{page.Name}.{method.Name}: {parameter.Name}";
    }

    [Fact]
    public void A_form_fills_only_what_its_page_names()
    {
        var pages = typeof(Site).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(PageModel)));
        Assert.Empty(pages.SelectMany(Filled));
    }

    private sealed class Whole : PageModel
    {
        [BindProperty]
        public People.Person? Somebody { get; set; }

        public void OnPost(People.InvitePerson act) => _ = act;
    }

    [Fact]
    public void A_form_that_fills_a_whole_thing_is_noticed() =>
        Assert.Equal(["Whole.Somebody", "Whole.OnPost: act"], Filled(typeof(Whole)));

    /// <summary>What is kept for all visitors alike never holds a person, nor who asked last.</summary>
    [Fact]
    public void No_page_keeps_what_belongs_to_one_visitor_for_all()
    {
        var kept =
            from type in typeof(Site).Assembly.GetTypes()
            from field in type.GetFields(
                BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic
            )
            where
                field.FieldType.IsAssignableTo(typeof(State)) && field.Name != "nobody"
                || field.FieldType == typeof(Trellis.Access.Visitor)
            select $"{type.Name}.{field.Name}";
        Assert.Empty(kept);
    }
}
