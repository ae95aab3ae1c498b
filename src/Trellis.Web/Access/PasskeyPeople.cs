using System.Buffers.Text;
using Microsoft.AspNetCore.Identity;
using Trellis.People;
using Trellis.Store;

namespace Trellis.Access;

/// <summary>Where the framework's passkey handler finds people and their keys, for one request. It only reads: what is written is written by who asked the handler, after it has said yes.</summary>
internal sealed class PasskeyPeople(Casework casework, CancellationToken stop)
    : IUserPasskeyStore<Person>
{
    /// <summary>The passkey that was looked at last, as it stood then.</summary>
    public Passkey? Seen { get; private set; }

    public Task<string> GetUserIdAsync(Person user, CancellationToken cancellationToken) =>
        Task.FromResult(user.Key);

    public Task<string?> GetUserNameAsync(Person user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.Email.ToString());

    public Task<string?> GetNormalizedUserNameAsync(
        Person user,
        CancellationToken cancellationToken
    ) => GetUserNameAsync(user, cancellationToken);

    public async Task<Person?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        PersonId.TryParse(userId, null, out var id)
            ? (await casework.Find<Person>(id.ToString(), stop))?.State
            : null;

    public Task<Person?> FindByNameAsync(
        string normalizedUserName,
        CancellationToken cancellationToken
    ) => casework.PersonAt(normalizedUserName, stop);

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(
        Person user,
        CancellationToken cancellationToken
    ) => [.. (await casework.PasskeysOf(user.Id, stop)).Select(PasskeyContent.Known)];

    public async Task<Person?> FindByPasskeyIdAsync(
        byte[] credentialId,
        CancellationToken cancellationToken
    ) =>
        await casework.PasskeyOf(Base64Url.EncodeToString(credentialId), stop) is { } key
            ? (await casework.Find<Person>(key.Person.ToString(), stop))?.State
            : null;

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(
        Person user,
        byte[] credentialId,
        CancellationToken cancellationToken
    )
    {
        Seen =
            await casework.PasskeyOf(Base64Url.EncodeToString(credentialId), stop) is { } key
            && key.Person == user.Id
                ? key
                : null;
        return Seen is null ? null : PasskeyContent.Known(Seen);
    }

    public Task AddOrUpdatePasskeyAsync(
        Person user,
        UserPasskeyInfo passkey,
        CancellationToken cancellationToken
    ) => throw ReadOnly();

    public Task RemovePasskeyAsync(
        Person user,
        byte[] credentialId,
        CancellationToken cancellationToken
    ) => throw ReadOnly();

    public Task SetUserNameAsync(
        Person user,
        string? userName,
        CancellationToken cancellationToken
    ) => throw ReadOnly();

    public Task SetNormalizedUserNameAsync(
        Person user,
        string? normalizedName,
        CancellationToken cancellationToken
    ) => throw ReadOnly();

    public Task<IdentityResult> CreateAsync(Person user, CancellationToken cancellationToken) =>
        throw ReadOnly();

    public Task<IdentityResult> UpdateAsync(Person user, CancellationToken cancellationToken) =>
        throw ReadOnly();

    public Task<IdentityResult> DeleteAsync(Person user, CancellationToken cancellationToken) =>
        throw ReadOnly();

    public void Dispose() { }

    private static NotSupportedException ReadOnly() =>
        new("People are changed by acts and their keys by casework, never by the handler.");
}
