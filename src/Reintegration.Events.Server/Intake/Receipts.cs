using System.Globalization;

namespace Reintegration.Events.Server.Intake;

/// <summary>
/// A receipt as the poster sees it: its own stream's version, the leaf hash, and nothing of the ledger's size.
/// </summary>
/// <remarks>Signed by the ledger, so that an event acknowledged and then lost can be proved missing.</remarks>
public static class Receipts
{
    /// <summary>The receipt as JSON, signed: <see cref="ReceiptSignature"/>.</summary>
    public static async Task<byte[]> Signed(Receipt receipt, ServerKeys keys, ISigner signer, CancellationToken ct)
    {
        var sealedAfter = After(receipt, keys);
        using var unsigned = JsonDocument.Parse(WireJson.Bytes(json => Write(json, receipt, sealedAfter, null)));
        var signature = await ReceiptSignature.Sign(unsigned.RootElement, signer, ct);
        return WireJson.Bytes(json => Write(json, receipt, sealedAfter, () => json.WriteString("signature", signature)));
    }

    /// <summary>The receipts of one answer as JSON, under one signature: <see cref="ReceiptBatch"/>.</summary>
    public static async Task<IReadOnlyList<byte[]>> Signed(
        IReadOnlyList<Receipt> receipts, ServerKeys keys, ISigner signer, CancellationToken ct)
    {
        if (receipts.Count == 0) return [];
        var after = receipts.Select(receipt => After(receipt, keys)).ToList();
        var messages = receipts.Select((receipt, i) =>
            ReceiptSignature.Message(WireJson.Bytes(json => Write(json, receipt, after[i], null)))).ToList();
        var among = await ReceiptBatch.Sign(messages, signer, ct);
        return [.. receipts.Select((receipt, i) =>
            WireJson.Bytes(json => Write(json, receipt, after[i], () => ReceiptBatch.Write(json, among[i]))))];
    }

    static void Write(Utf8JsonWriter json, Receipt receipt, string after, Action? signature)
    {
        json.WriteStartObject();
        json.WriteString("id", receipt.Name.Id);
        // Of an erased event not even the type is known any more; that it was recorded, and where, stays proved.
        if (receipt.Type.Length > 0) json.WriteString("type", receipt.Type);
        else json.WriteBoolean("erased", true);
        if (receipt.Stream.Case is { } @case) json.WriteString("case", @case.Value);
        else json.WriteNull("case");
        json.WriteNumber("version", receipt.Version);
        json.WriteString("recordedAt", WireJson.Instant(receipt.RecordedAt));
        json.WriteString("leafHash", Convert.ToHexStringLower(receipt.LeafHash.Span));
        json.WriteString("after", after);
        signature?.Invoke();
        json.WriteEndObject();
    }

    /// <summary>
    /// What a read may wait for: a place in the poster's own stream, so it is the same whatever others wrote.
    /// </summary>
    static string After(Receipt receipt, ServerKeys keys) =>
        keys.Seal(
            "after", string.Create(
                CultureInfo.InvariantCulture,
                $"{receipt.Stream.Owner}/{receipt.Stream.Case?.ToString() ?? "-"}/{receipt.Version}"));
}
