using System.CommandLine;

namespace Trellis.Commands;

/// <summary><c>trellis ...</c>: every command there is.</summary>
internal static class TrellisCommands
{
    public static RootCommand Create() =>
        new RootCommand("Trellis: school partnerships in England, in the open.")
        {
            ImportCommand.Create(),
            StoreCommands.Rollback(),
            StoreCommands.Snapshots(),
            StoreCommands.Doctor(),
            DemoCommand.Create(),
            SimilarCommand.Create(),
            PartnersCommand.Create(),
            MatchCommand.Create(),
            RulesCommands.Create(),
            ServeCommand.Create(),
            BenchCommand.Create(),
            FetchCommand.Create(),
            LabCommands.Create(),
            OpenCommands.Export(),
            OpenCommands.Difference(),
            McpCommand.Create(),
            FamiliesCommand.Create(),
            ReleaseCommand.Create(),
            RegisterCommand.Create(),
            CasesCommand.Create(),
            WaitingHistoryCommand.Create(),
            ConsistencyCommand.Create(),
            EvaluateCommands.Create(),
            JournalCommands.VerifyAudit(),
            JournalCommands.Held(),
            JournalCommands.PersonData(),
            UserCommand.Create(),
            BackupCommands.Backup(),
            BackupCommands.Restore(),
        };
}
