namespace Trellis.Fetching;

/// <summary>A file that is whole and in its place.</summary>
/// <param name="Address">Where it came from.</param>
/// <param name="File">Within the folder, with forward slashes.</param>
/// <param name="Sha256">Of its bytes, in hexadecimal.</param>
/// <param name="Validator">The publisher's mark of this version (ETag or Last-Modified), or empty.</param>
/// <param name="At">When it was fetched.</param>
public sealed record FetchedFile(
    string Key,
    string Title,
    string Publisher,
    string Licence,
    string Address,
    string File,
    long Bytes,
    string Sha256,
    string Validator,
    DateTimeOffset At
);

/// <summary>A file that could not be had; what was there before is untouched.</summary>
/// <param name="Reason">Why, as a sentence.</param>
public sealed record NotFetched(string Key, string Title, string Address, string Reason);

/// <summary>What came of fetching.</summary>
/// <param name="Unchanged">How many of the fetched were here already and not published anew.</param>
/// <param name="Resumed">How many times a broken transfer went on where it had stopped.</param>
public sealed record FetchReport(
    IReadOnlyList<FetchedFile> Fetched,
    IReadOnlyList<NotFetched> Missing,
    int Unchanged,
    int Resumed
);

/// <summary>How fetching behaves; the defaults are kind to a public server.</summary>
/// <param name="From">Another server in place of the publishers', as http://127.0.0.1:5400; null for the publishers'.</param>
/// <param name="AtOnce">Files fetched at the same time, from 1.</param>
/// <param name="Tries">How often a file is tried before it is given up, from 1.</param>
/// <param name="FirstPause">The pause after the first failure; it doubles each time, up to a minute.</param>
/// <param name="Stall">How long nothing may arrive before a transfer counts as broken.</param>
public sealed record FetchOptions(
    Uri? From = null,
    int AtOnce = 3,
    int Tries = 6,
    TimeSpan? FirstPause = null,
    TimeSpan? Stall = null
);
