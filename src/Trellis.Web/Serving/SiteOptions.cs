using Trellis.Access;
using Trellis.Mail;
using Trellis.Store;

namespace Trellis.Serving;

/// <summary>What a site is given beside its snapshots. All of it has a default, with which the site answers readers and nobody can sign in.</summary>
public sealed record SiteOptions
{
    /// <summary>What people record and decide; null where the site only publishes. It need not be reachable when the site starts.</summary>
    public Casework? Casework { get; init; }

    /// <summary>The PostgreSQL connection over which the nodes of a site agree which of them does a job; null for one node alone.</summary>
    public string? Server { get; init; }

    /// <summary>How letters leave; null where they only wait.</summary>
    public IPost? Post { get; init; }

    /// <summary>Where this node keeps its copy of the public record; null for the folder of the snapshots.</summary>
    public string? Folder { get; init; }

    /// <summary>Where people reach the site, for links in letters: "https://trellis.example". Null takes the first address it listens on. What a request says of its host is never used for it.</summary>
    public Uri? Address { get; init; }

    /// <summary>Whether this is the demo, the only place where the demo's accounts open anything.</summary>
    public bool Demo { get; init; }

    /// <summary>Whether this node runs the registered studies after each import: minutes of work on all its cores. Where it does not, the answers that are there are shown.</summary>
    public bool RunsStudies { get; init; } = true;

    /// <summary>Whether a job of each day that was not done in the last one, as on a new site, is done as the site starts; else at its time.</summary>
    public bool MakesUpJobs { get; init; } = true;

    /// <summary>Other places that say who somebody is.</summary>
    public IReadOnlyList<Provider> Providers { get; init; } = [];

    /// <summary>Addresses of proxies whose word about the visitor's address and scheme is taken: "10.0.0.5" or "10.0.0.0/8".</summary>
    public IReadOnlyList<string> Proxies { get; init; } = [];

    public Limits Limits { get; init; } = new();
}

/// <summary>How much is too much, and how long is too long.</summary>
public sealed record Limits
{
    /// <summary>After so long without a request a session has ended.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromHours(1);

    /// <summary>After so long a session has ended in any case.</summary>
    public TimeSpan Longest { get; init; } = TimeSpan.FromHours(12);

    /// <summary>Wrong passwords in a row that lock an account.</summary>
    public int WrongPasswords { get; init; } = 10;

    /// <summary>How long an account stays locked.</summary>
    public TimeSpan Locked { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long an invitation can be accepted.</summary>
    public TimeSpan Invitation { get; init; } = TimeSpan.FromDays(14);

    /// <summary>How long a link to a new password works.</summary>
    public TimeSpan Reset { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Tries to sign in or to get a new password that an address has in a minute.</summary>
    public int SignInsAMinute { get; init; } = 20;

    /// <summary>Tries to sign in as one person, or letters to one person, in ten minutes, wherever from.</summary>
    public int TriesAnAccount { get; init; } = 20;

    /// <summary>Letters that ask an address whether it wants letters, in a day, wherever they are asked for.</summary>
    public int UnconfirmedLettersADay { get; init; } = 5;

    /// <summary>Forms that a person sends in a minute.</summary>
    public int PostsAMinute { get; init; } = 60;

    /// <summary>Plans for the schools of a trust that are made for one person at once: each is seconds of work.</summary>
    public int WhatIfsAtOnce { get; init; } = 1;

    /// <summary>Answers for programs (.json, .csv), searches among them, that an address gets in a second; twice as many at once.</summary>
    public int AnswersASecond { get; init; } = 200;

    /// <summary>Downloads of everything that an address gets in a minute.</summary>
    public int DownloadsAMinute { get; init; } = 60;
}
