using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json.Nodes;

namespace Reintegration.Events.Cli.Tests.Verify;

/// <summary>Small changes to lines and notes, of the kind that should be noticed.</summary>
static class Tampering
{
    internal static void Flip(JsonNode parent, string member) => parent[member] = Flipped(parent[member]!.GetValue<string>());

    internal static string Flipped(string base64)
    {
        var bytes = Convert.FromBase64String(base64);
        bytes[^1] ^= 1;
        return Convert.ToBase64String(bytes);
    }

    internal static void EditLeaf(JsonObject line, string behind, int digits)
    {
        var leaf = Encoding.UTF8.GetString(Convert.FromBase64String(line["leaf"]!.GetValue<string>()));
        var at = leaf.IndexOf(behind, StringComparison.Ordinal) + behind.Length + digits - 1;
        var other = leaf[at] == '1' ? '2' : '1';
        // The time only ever grows, so that its order says nothing.
        if (behind.Contains("recordedAt", StringComparison.Ordinal)) (at, other) = (at - 1, '9');
        line["leaf"] = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{leaf[..at]}{other}{leaf[(at + 1)..]}"));
    }

    /// <summary>S plus the order of the group: the same signature to a careless verifier.</summary>
    internal static string Malleated(string note)
    {
        var line = note.TrimEnd('\n').Split(' ')[^1];
        var bytes = Convert.FromBase64String(line);
        var order = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493", CultureInfo.InvariantCulture);
        var s = new BigInteger(bytes.AsSpan(36), isUnsigned: true) + order;
        s.TryWriteBytes(bytes.AsSpan(36), out _, isUnsigned: true);
        return note.Replace(line, Convert.ToBase64String(bytes), StringComparison.Ordinal);
    }
}
