using System.Globalization;
using Trellis.Assignment;

namespace Trellis.Lab;

/// <summary>
/// Generalised assignment in the format of the OR-Library: the numbers of agents and jobs, a row of values an agent, a row
/// of loads an agent, the capacities. Lines may break anywhere. A file may hold several problems, with their number before the first.
/// </summary>
public static class OrLibrary
{
    private const int MostNumbers = 2 + (2 * GeneralisedProblem.MostPairs) + 100_000;

    private readonly record struct Number(long Value, int Line);

    /// <summary>Reads every problem of a file.</summary>
    /// <param name="file">The name to be said of it.</param>
    /// <param name="maximise">Whether the values are worth; else they are costs. The format does not say.</param>
    /// <returns>One or more.</returns>
    /// <exception cref="InvalidDataException">Names the file, the line, what stands there and what was expected.</exception>
    public static IReadOnlyList<GeneralisedProblem> Read(
        TextReader text,
        string file,
        bool maximise
    )
    {
        var numbers = Numbers(text, file);
        if (numbers.Count == 0)
            throw new InvalidDataException(
                $"{file}, line 1: there is nothing here; the numbers of agents and jobs were expected."
            );
        // Whether the first number counts problems or agents shows only in how many numbers follow.
        var several =
            (numbers.Count < 2 || Needed(numbers[0].Value, numbers[1].Value) != numbers.Count)
            && (Holds(numbers) || (numbers.Count > 1 && numbers[1].Line > numbers[0].Line));
        var problems = new List<GeneralisedProblem>();
        var at = 0;
        long count = 1;
        if (several)
        {
            count = numbers[at++].Value;
            if (count < 1)
                throw Wrong(file, numbers[0], "the number of problems is", "1 or more");
        }
        for (var k = 0; k < count; k++)
            problems.Add(
                One(numbers, ref at, file, several ? $" of problem {k + 1}" : "", maximise)
            );
        return at == numbers.Count
            ? problems
            : throw new InvalidDataException(
                $"{file}, line {numbers[at].Line}: '{numbers[at].Value}' comes after the last capacity; {at} numbers were expected and {numbers.Count} are there."
            );
    }

    private static long Needed(long agents, long jobs) =>
        agents < 1
        || jobs < 1
        || agents > GeneralisedProblem.MostPairs
        || jobs > GeneralisedProblem.MostPairs
            ? -1
            : 2 + (2 * agents * jobs) + agents;

    private static bool Holds(List<Number> numbers)
    {
        long at = 1;
        for (long k = 0; k < numbers[0].Value; k++)
        {
            if (at + 1 >= numbers.Count)
                return false;
            var needed = Needed(numbers[(int)at].Value, numbers[(int)at + 1].Value);
            if (needed < 0)
                return false;
            at += needed;
        }
        return at == numbers.Count;
    }

    private static List<Number> Numbers(TextReader text, string file)
    {
        var numbers = new List<Number>();
        var number = 0;
        while (text.ReadLine() is { } line)
        {
            number++;
            foreach (var range in line.AsSpan().SplitAny(' ', '\t', '\r', '\uFEFF'))
            {
                var word = line.AsSpan(range);
                if (word.IsEmpty)
                    continue;
                if (
                    !long.TryParse(
                        word,
                        NumberStyles.AllowLeadingSign,
                        CultureInfo.InvariantCulture,
                        out var value
                    )
                )
                    throw new InvalidDataException(
                        $"{file}, line {number}: '{Shown(word)}' is not a whole number of 64 bits."
                    );
                if (numbers.Count == MostNumbers)
                    throw new InvalidDataException(
                        $"{file}, line {number}: there are more than {MostNumbers} numbers."
                    );
                numbers.Add(new Number(value, number));
            }
        }
        return numbers;
    }

    // What is no text at all is not written to a terminal as it stands.
    private static string Shown(ReadOnlySpan<char> word)
    {
        const int Most = 40;
        var shown = word[..Math.Min(Most, word.Length)].ToString();
        shown = string.Concat(
            shown.Select(c => char.IsControl(c) || char.IsSurrogate(c) || c == '\uFFFD' ? '?' : c)
        );
        return word.Length > Most ? $"{shown}..." : shown;
    }

    private static InvalidDataException Wrong(
        string file,
        Number number,
        string what,
        string expected
    ) => new($"{file}, line {number.Line}: {what} {number.Value}; expected was {expected}.");

    private static GeneralisedProblem One(
        List<Number> numbers,
        ref int at,
        string file,
        string which,
        bool maximise
    )
    {
        var next = at;
        Number Take(string what)
        {
            if (next == numbers.Count)
                throw new InvalidDataException(
                    $"{file}, line {numbers[^1].Line}: the file ends after {numbers.Count} numbers, where {what}{which} was expected."
                );
            return numbers[next++];
        }
        var agents = Take("the number of agents");
        if (agents.Value < 1)
            throw Wrong(file, agents, $"the number of agents{which} is", "1 or more");
        var jobs = Take("the number of jobs");
        if (jobs.Value < 1)
            throw Wrong(file, jobs, $"the number of jobs{which} is", "1 or more");
        if (
            agents.Value > GeneralisedProblem.MostPairs
            || jobs.Value > GeneralisedProblem.MostPairs
            || agents.Value * jobs.Value > GeneralisedProblem.MostPairs
        )
            throw new InvalidDataException(
                $"{file}, line {jobs.Line}: {agents.Value} agents and {jobs.Value} jobs{which} are more than {GeneralisedProblem.MostPairs} pairs."
            );
        int m = (int)agents.Value,
            n = (int)jobs.Value;
        // A size that the file cannot hold is told before room is made for it.
        if (numbers.Count - next < (2L * m * n) + m)
        {
            var there = numbers.Count - next;
            next = numbers.Count;
            Take(
                there < 2 * m * n
                    ? $"the {(there < m * n ? "value" : "load")} of job {(there % n) + 1} at agent {(there / n % m) + 1}"
                    : $"the capacity of agent {there - (2 * m * n) + 1}"
            );
        }
        var values = new long[m * n];
        var loads = new long[m * n];
        var capacities = new long[m];
        for (var pair = 0; pair < values.Length; pair++)
        {
            var value = numbers[next++];
            if (
                value.Value <= -(GeneralisedProblem.TooLarge / n)
                || value.Value >= GeneralisedProblem.TooLarge / n
            )
                throw Wrong(
                    file,
                    value,
                    $"the value of job {(pair % n) + 1} at agent {(pair / n) + 1}{which} is",
                    $"less than {GeneralisedProblem.TooLarge / n} either way"
                );
            values[pair] = value.Value;
        }
        for (var pair = 0; pair < loads.Length; pair++)
        {
            var load = numbers[next++];
            if (load.Value < 0)
                throw Wrong(
                    file,
                    load,
                    $"the load of job {(pair % n) + 1} at agent {(pair / n) + 1}{which} is",
                    "0 or more"
                );
            loads[pair] = load.Value;
        }
        for (var agent = 0; agent < m; agent++)
        {
            var capacity = numbers[next++];
            if (capacity.Value < 0)
                throw Wrong(
                    file,
                    capacity,
                    $"the capacity of agent {agent + 1}{which} is",
                    "0 or more"
                );
            capacities[agent] = capacity.Value;
        }
        at = next;
        return new GeneralisedProblem(m, n, values, loads, capacities, maximise);
    }
}
