using Trellis.Reference;

namespace Trellis.Sensitivity;

/// <summary>The event study of Benzarti and Carloni that HonestDiD carries: four estimates before, four after.</summary>
internal static class PublishedStudy
{
    public static EventStudyEstimates? Read(string @unchecked)
    {
        var beta = ReferenceTable.Read("honestdid_BCdata_EventStudy_betahat.csv", @unchecked);
        var sigma = ReferenceTable.Read("honestdid_BCdata_EventStudy_sigma.csv", @unchecked);
        if (beta is null || sigma is null)
            return null;
        var estimates = beta.Figures("value");
        var columns = sigma.Header.Select(sigma.Figures).ToArray();
        return new EventStudyEstimates(
            estimates,
            [.. Enumerable.Range(0, 8).SelectMany(r => columns.Select(c => c[r]))],
            4
        );
    }
}
