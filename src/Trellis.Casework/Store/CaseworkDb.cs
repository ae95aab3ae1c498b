using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Trellis.Store;

/// <summary>The tables as Entity Framework sees them. The schema itself is in the numbered files under <c>Schema/</c>; a test compares the two.</summary>
internal sealed class CaseworkDb : DbContext
{
    public CaseworkDb(DbContextOptions<CaseworkDb> options)
        : base(options) =>
        // What fails in an act fails the whole act: to mark a point to go back to would be two questions for nothing.
        Database.AutoSavepointsEnabled = false;

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        FloorTables.Map(modelBuilder);
        JobRunRow.Map(modelBuilder);
        AccountTables.Map(modelBuilder);
        DocumentTables.Map(modelBuilder);
        UnconfirmedReplyRow.Map(modelBuilder);
        foreach (var table in Tables.All)
            table.Map(modelBuilder);
        // "ClaimedUntil" is the column claimed_until, in both databases.
        foreach (var type in modelBuilder.Model.GetEntityTypes())
        foreach (var property in type.GetProperties())
            property.SetColumnName(Column(property.Name));
    }

    private static string Column(string name)
    {
        var column = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && column.Length > 0)
                column.Append('_');
            column.Append(char.ToLowerInvariant(letter));
        }
        return column.ToString();
    }
}
