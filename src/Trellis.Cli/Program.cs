using System.CommandLine;
using Trellis.Answers;
using Trellis.Commands;
using Trellis.Snapshots;
using Trellis.Sources;

// Exit codes: 0 done · 1 asked for something that is not there · 2 bad input, nothing changed · 3 the store could not be read or written.
var root = TrellisCommands.Create();
var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var error in parsed.Errors)
        Console.Error.WriteLine(error.Message.Split(" as expected type")[0]);
    Console.Error.WriteLine("See 'trellis --help', or 'trellis VERB --help'.");
    return 2;
}
try
{
    return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception wrong)
    when (wrong
            is UnreadableSourceException
                or UnusableDataException
                or DriftedException
                or DirectoryNotFoundException
    )
{
    Console.Error.WriteLine(wrong.Message);
    return 2;
}
catch (Exception wrong)
    when (wrong is InvalidDataException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(wrong.Message);
    return 3;
}
