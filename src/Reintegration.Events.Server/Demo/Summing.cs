namespace Reintegration.Events.Server.Demo;

/// <summary>The last line: counts taken from the auditor's doors, and a root computed by the client itself.</summary>
static class Summing
{
    const string Auditor = "auditor";
    const int Page = 200;

    public static async Task<bool> Print(DemoClient client, int events, TextWriter output, CancellationToken ct)
    {
        var reads = await Reads(client, ct);
        var denials = 0;
        foreach (var read in reads.Where(read => Text(read, "case") is not null && Text(read, "justification") == "seat"))
            denials += await Denied(client, read, ct);
        var (size, root, theirs) = await Rehash(client, ct);
        if (root != theirs)
        {
            output.WriteLine($"demo failed: the leaves hash to {root}, the server says {theirs}");
            return false;
        }

        output.WriteLine(
            $"demo ok: events={events} disclosures={reads.Count} denials={denials} ledger={size} root={root}");
        return true;
    }

    /// <summary>Every access record so far that released something.</summary>
    static async Task<List<JsonElement>> Reads(DemoClient client, CancellationToken ct)
    {
        List<JsonElement> released = [];
        var path = $"/audit/access?limit={Page}";
        while (true)
        {
            var (_, body) = await client.Get(Auditor, path, ct);
            var records = body.GetProperty("records").EnumerateArray().ToList();
            released.AddRange(records.Where(record => Text(record, "outcome") == "released"));
            if (records.Count < Page) return released;
            path = $"/audit/access?limit={Page}&after={records[^1].GetProperty("position").GetInt64()}";
        }
    }

    /// <summary>Fields at level nothing when the auditor repeats the read.</summary>
    static async Task<int> Denied(DemoClient client, JsonElement read, CancellationToken ct)
    {
        var query = string.Join(
            '&', from name in (string[])["case", "agency", "role", "purpose", "legalBasis", "official", "clearance"]
                 where read.TryGetProperty(name, out _)
                 select $"{name}={Uri.EscapeDataString(read.GetProperty(name).ToString())}");
        var (status, body) = await client.Get(
            Auditor, $"/audit/replay?{query}&at={Uri.EscapeDataString(Text(read, "recordedAt")!)}", ct);
        return status == 200
            ? body.GetProperty("nothing").GetInt32()
            : throw new InvalidOperationException($"The auditor's replay was answered {status}.");
    }

    static async Task<(long Size, string Root, string Theirs)> Rehash(DemoClient client, CancellationToken ct)
    {
        var frontier = new MerkleFrontier();
        while (true)
        {
            var (_, body) = await client.Get(Auditor, $"/audit/events?after={frontier.Size - 1}&limit={Page}", ct);
            foreach (var item in body.GetProperty("events").EnumerateArray())
                frontier.Append(MerkleTree.LeafHash(item.GetProperty("leaf").GetBytesFromBase64()));
            if (frontier.Size == body.GetProperty("size").GetInt64())
                return (frontier.Size, Convert.ToHexStringLower(frontier.Root()), Text(body, "root")!);
        }
    }

    static string? Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
