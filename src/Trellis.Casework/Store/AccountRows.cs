using Microsoft.EntityFrameworkCore;

namespace Trellis.Store;

internal sealed class AccountRow
{
    public required string Person { get; set; }
    public string? Password { get; set; }
    public int Demo { get; set; }
    public int Failed { get; set; }
    public string? LockedUntil { get; set; }
    public required string ChangedAt { get; set; }
}

internal sealed class TokenRow
{
    public required string Digest { get; set; }
    public required string Kind { get; set; }
    public required string Person { get; set; }
    public required string MadeAt { get; set; }
    public required string EndsAt { get; set; }
}

internal sealed class SessionRow
{
    public required string Digest { get; set; }
    public required string Person { get; set; }
    public required string How { get; set; }
    public string? Device { get; set; }
    public required string BeganAt { get; set; }
    public required string SeenAt { get; set; }
    public required string EndsAt { get; set; }
}

internal sealed class SignInLinkRow
{
    public required string Issuer { get; set; }
    public required string Subject { get; set; }
    public required string Person { get; set; }
    public required string LinkedAt { get; set; }
}

internal sealed class PasskeyRow
{
    public required string Id { get; set; }
    public required string Person { get; set; }
    public string? Name { get; set; }
    public required string Content { get; set; }
    public required string MadeAt { get; set; }
}

internal sealed class SpentRow
{
    public required string Digest { get; set; }
    public required string EndsAt { get; set; }
}

internal sealed class SecurityEventRow
{
    public required string Id { get; set; }
    public required string At { get; set; }
    public required string Kind { get; set; }
    public string? Person { get; set; }
    public required string Address { get; set; }
    public required string Path { get; set; }
    public required string Outcome { get; set; }
}

internal sealed class WebKeyRow
{
    public required string Name { get; set; }
    public required string Xml { get; set; }
}

/// <summary>The tables behind signing in.</summary>
internal static class AccountTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<AccountRow>(t => t.ToTable("account").HasKey(r => r.Person));
        model.Entity<TokenRow>(t =>
        {
            t.ToTable("token").HasKey(r => r.Digest);
            t.HasIndex(r => r.Person, "token_person");
        });
        model.Entity<SessionRow>(t =>
        {
            t.ToTable("session").HasKey(r => r.Digest);
            t.HasIndex(r => r.Person, "session_person");
        });
        model.Entity<SignInLinkRow>(t =>
        {
            t.ToTable("sign_in_link").HasKey(r => new { r.Issuer, r.Subject });
            t.HasIndex(r => r.Person, "sign_in_link_person");
        });
        model.Entity<PasskeyRow>(t =>
        {
            t.ToTable("passkey").HasKey(r => r.Id);
            t.HasIndex(r => r.Person, "passkey_person");
        });
        model.Entity<SpentRow>(t => t.ToTable("spent").HasKey(r => r.Digest));
        model.Entity<SecurityEventRow>(t =>
        {
            t.ToTable("security_event").HasKey(r => r.Id);
            t.HasIndex(r => new { r.At, r.Id }, "security_event_at");
            t.HasIndex(r => new { r.Person, r.At }, "security_event_person");
        });
        model.Entity<WebKeyRow>(t => t.ToTable("web_key").HasKey(r => r.Name));
    }

    /// <summary>Takes away everything by which a person could sign in, and where they did.</summary>
    public static async Task Forget(CaseworkDb db, string person, CancellationToken stop)
    {
        await db.Set<SessionRow>().Where(r => r.Person == person).ExecuteDeleteAsync(stop);
        await db.Set<TokenRow>().Where(r => r.Person == person).ExecuteDeleteAsync(stop);
        await db.Set<PasskeyRow>().Where(r => r.Person == person).ExecuteDeleteAsync(stop);
        await db.Set<SignInLinkRow>().Where(r => r.Person == person).ExecuteDeleteAsync(stop);
        await db.Set<AccountRow>().Where(r => r.Person == person).ExecuteDeleteAsync(stop);
    }
}
