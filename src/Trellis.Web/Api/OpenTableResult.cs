using Microsoft.AspNetCore.Mvc;
using Trellis.Snapshots;

namespace Trellis.Api;

/// <summary>A table of any length as CSV, sent as its rows are made.</summary>
/// <param name="address">Of the table, without an ending.</param>
internal sealed class OpenTableResult(OpenTable table, string address) : IActionResult
{
    public Task ExecuteResultAsync(ActionContext context) =>
        Downloads.SendCsv(context.HttpContext, table, address);
}
