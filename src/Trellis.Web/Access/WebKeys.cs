using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Trellis.Store;

namespace Trellis.Access;

/// <summary>Keeps the keys that protect forms and short-lived cookies in the store, so that every node knows what another gave out.</summary>
/// <remarks>They are not encrypted there: whoever can read the store can read all that they protect. No session hangs on them.</remarks>
internal sealed class WebKeys(Casework casework) : IXmlRepository
{
    // The framework asks once a day, and not in an asynchronous way.
    public IReadOnlyCollection<XElement> GetAllElements() =>
        [
            .. Task.Run(() => casework.WebKeys())
                .GetAwaiter()
                .GetResult()
                .Select(x => XElement.Parse(x)),
        ];

    public void StoreElement(XElement element, string friendlyName) =>
        Task.Run(() =>
                casework.AddWebKey(friendlyName, element.ToString(SaveOptions.DisableFormatting))
            )
            .GetAwaiter()
            .GetResult();
}
