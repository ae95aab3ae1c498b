using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Trellis.Journal;
using Trellis.Pages.Partnerships;
using Trellis.Partnerships;
using Trellis.Serving;
using Trellis.Snapshots;
using Trellis.Store;

namespace Trellis.Api;

/// <summary>A file of the published register.</summary>
/// <param name="Sha256">Of its bytes, 64 hex digits.</param>
public sealed record OpenRegisterFile(string File, int Rows, string Sha256);

/// <summary>What was published of the register of partnerships on a day: the manifest beside its files.</summary>
/// <param name="Entry">The last entry of the journal that is in it.</param>
/// <param name="Left">What has no rows and so no file.</param>
public sealed record OpenRegisterManifest(
    string Format,
    DateOnly On,
    bool Fictional,
    long Entry,
    string Hash,
    string Licence,
    IReadOnlyList<OpenRegisterFile> Files,
    IReadOnlyList<string> Left
);

/// <summary>The open part of the register as dated files, which the next snapshot takes as one more source. It is written from the public record, which never held a private word.</summary>
public static class OpenRegister
{
    private static readonly JsonSerializerOptions readable = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
    };

    /// <summary>Writes the files of a day into a folder; files of that day are replaced, and the manifest comes last.</summary>
    /// <param name="snapshot">Says what schools, trusts and authorities are called.</param>
    /// <param name="head">The last entry of the journal that the record holds.</param>
    /// <remarks>A table without rows has no file, because an import rightly takes a file without rows for a broken one.</remarks>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static OpenRegisterManifest Write(
        string folder,
        DateOnly on,
        PublicRecordFile record,
        Head head,
        Snapshot snapshot
    )
    {
        Directory.CreateDirectory(folder);
        var day = on.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        PublicPartnership[] all =
        [
            .. record
                .List(PublicPartnership.Kind, int.MaxValue)
                .Select(PublicPartnership.Read)
                .OrderBy(p => p.Id.ToString(), StringComparer.Ordinal),
        ];
        var (files, left) = (new List<OpenRegisterFile>(), new List<string>());
        foreach (
            var sheet in new[]
            {
                Partnerships(all, on),
                Members(all, snapshot),
                Returns(all),
                Aims(all),
            }
        )
        {
            var name = $"trellis_{sheet.Name}_{day}.csv";
            if (sheet.Rows.Count == 0)
            {
                left.Add(sheet.Title);
                File.Delete(Path.Combine(folder, name));
                continue;
            }
            using var bytes = new MemoryStream();
            sheet.WriteCsv(bytes);
            Put(folder, name, bytes.ToArray());
            files.Add(
                new OpenRegisterFile(
                    name,
                    sheet.Rows.Count,
                    Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray()))
                )
            );
        }
        var fictional = snapshot.IsFictional;
        if (fictional)
            Put(
                folder,
                "FICTIONAL.txt",
                "The partnerships in this folder are fictional.\n"u8.ToArray()
            );
        var manifest = new OpenRegisterManifest(
            "trellis-register-1",
            on,
            fictional,
            head.Number,
            head.Hash,
            Csvw.Licence,
            files,
            left
        );
        Put(
            folder,
            $"trellis_register_{day}.json",
            JsonSerializer.SerializeToUtf8Bytes(manifest, readable)
        );
        return manifest;
    }

    private static Sheet Partnerships(IReadOnlyList<PublicPartnership> all, DateOnly on) =>
        new(
            "partnerships",
            "Partnerships",
            [
                new("partnership", "Id"),
                new("name", "Name"),
                new("model", "Model"),
                new("began", "Began", "date"),
                new("ended", "Ended", "date"),
                new("end_reason", "Why it ended"),
                new("purposes", "Purposes"),
                new("depth", "Depth", "integer"),
                new("willingness", "Willing or required"),
                new("standing", "Whose word it is"),
                new("stated_by", "Stated by"),
                new("stated_on", "Stated on", "date"),
                new("cost_set_up", "Cost to set up", "integer", "pounds"),
                new("cost_each_year", "Cost each year", "integer", "pounds"),
                new("funded_by", "Funded by"),
            ],
            [
                .. all.Select(p =>
                    (IReadOnlyList<object?>)
                        [
                            p.Id,
                            p.Name,
                            p.Model,
                            p.Began,
                            p.EndedOn,
                            p.EndedWhy is { } why ? Code(why) : "",
                            Codes(p.Purposes),
                            (int)p.DepthOn(on),
                            Code(p.Willingness),
                            Code(p.Standing),
                            p.StatedBy?.ToString(),
                            p.StatedOn,
                            p.Costs.SetUp,
                            p.Costs.EachYear,
                            Codes(p.Costs.From),
                        ]
                ),
            ]
        );

    private static Sheet Members(IReadOnlyList<PublicPartnership> all, Snapshot snapshot) =>
        new(
            "partnership_members",
            "Members",
            [
                new("partnership", "Id"),
                new("party", "Member"),
                new("name", "Name"),
                new("roles", "Roles"),
                new("status", "Status", What: "stated is another member's word and no fact."),
                new("from", "From", "date"),
                new("to", "To", "date"),
                new("left_because", "Why it left"),
                new("stated_by", "Stated by"),
                new("stated_on", "Stated on", "date"),
                new("answered_on", "Answered on", "date"),
            ],
            [
                .. all.SelectMany(p =>
                    p.Members.Select(m =>
                        (IReadOnlyList<object?>)
                            [
                                p.Id,
                                m.Party,
                                PartyNames.Of(snapshot, m.Party, m.Name).Text,
                                Codes(m.Roles),
                                Code(m.Status),
                                m.From,
                                m.To,
                                m.Why is { } why ? Code(why) : "",
                                m.StatedBy?.ToString(),
                                m.StatedOn,
                                m.ConfirmedOn,
                            ]
                    )
                ),
            ]
        );

    private static Sheet Returns(IReadOnlyList<PublicPartnership> all) =>
        new(
            "partnership_returns",
            "Annual returns",
            [
                new("partnership", "Id"),
                new("year", "School year"),
                new("by", "Filed by"),
                new("filed_on", "Filed on", "date"),
                new("days_given", "Days of staff given", "integer"),
                new("pupils", "Pupils", "integer"),
                new("cost", "Cost", "integer", "pounds"),
                new("gains", "Gains"),
                new("worth", "Worth, 1 to 5", "integer"),
                new("went_well", "What went well"),
                new("next", "What next"),
            ],
            [
                .. all.SelectMany(p =>
                    p.Returns.Select(r =>
                        (IReadOnlyList<object?>)
                            [
                                p.Id,
                                r.Year,
                                r.By,
                                r.FiledOn,
                                r.DaysGiven,
                                r.Pupils,
                                r.Cost,
                                Codes(r.Gains),
                                r.Worth,
                                r.WentWell,
                                Code(r.Next),
                            ]
                    )
                ),
            ]
        );

    private static Sheet Aims(IReadOnlyList<PublicPartnership> all) =>
        new(
            "partnership_aims",
            "Aims",
            [
                new("partnership", "Id"),
                new("aim", "Aim"),
                new("measure", "Measure"),
                new("target", "Target", "number", What: "In the unit of the measure."),
                new("by", "By"),
                new("set_on", "Set on", "date"),
                new("dropped_on", "Dropped on", "date"),
            ],
            [
                .. all.SelectMany(p =>
                    p.Aims.Select(a =>
                        (IReadOnlyList<object?>)
                            [
                                p.Id,
                                a.What,
                                a.Measure?.ToString(),
                                a.TargetThousandths / 1000.0,
                                a.By?.ToString(),
                                a.SetOn,
                                a.DroppedOn,
                            ]
                    )
                ),
            ]
        );

    private static string Code<T>(T code)
        where T : struct, Enum => Naming.Of(code.ToString());

    private static string Codes<T>(IEnumerable<T> codes)
        where T : struct, Enum => string.Join('|', codes.Select(Code));

    /// <summary>Written beside and then renamed, so that an import never meets half a file.</summary>
    private static void Put(string folder, string name, byte[] bytes)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path + ".part", bytes);
        File.Move(path + ".part", path, overwrite: true);
    }
}
