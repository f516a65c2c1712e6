namespace Reintegration.Events.Ledger;

/// <summary>Checks a timeline, or one event, that was answered with its proofs. Offline, with no key but the answer.</summary>
/// <remarks>
/// That openings rebuild a root proves the values are those of the leaf. That the leaf is in a ledger is proved by a
/// receipt or an inclusion proof, checked apart. What is not shown at all cannot be noticed: an answer is no whole.
/// </remarks>
public static class ViewVerification
{
    /// <summary>Every item of the answer in its order; null when it is no such answer.</summary>
    public static IReadOnlyList<ViewItem>? Check(JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Object) return null;
        var @case = answer.TryGetProperty("case", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null;
        if (answer.TryGetProperty("proof", out _)) return WithCorrections([new ViewItemCheck(answer, @case).Check()]);
        if (!answer.TryGetProperty("items", out var items) || items.ValueKind != JsonValueKind.Array) return null;
        return items.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.Object)
            ? null
            : WithCorrections([.. items.EnumerateArray().Select(item => new ViewItemCheck(item, @case).Check())]);
    }

    /// <summary>A value set anew is proved by the correction that set it last, if that is in the answer too.</summary>
    static List<ViewItem> WithCorrections(List<ViewItem> items)
    {
        var byName = items.Where(item => item.Event != "-").GroupBy(item => item.Event, StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => same.Last(), StringComparer.Ordinal);
        return [.. items.Select(item => item.Corrected.Count == 0 ? item : Corrected(item, byName))];
    }

    static ViewItem Corrected(ViewItem item, Dictionary<string, ViewItem> byName)
    {
        List<string> faults = [.. item.Faults];
        List<string> unproved = [.. item.Unproved];
        foreach (var (member, value, by) in item.Corrected)
        {
            var corrections = by.Select(name => byName.GetValueOrDefault(name)?.NewValues ?? default).ToList();
            var last = corrections.LastOrDefault(
                values => values.ValueKind == JsonValueKind.Object && values.TryGetProperty(member, out _));
            if (last.ValueKind == JsonValueKind.Object && CanonicalJson.Canonicalize(last.GetProperty(member)).AsSpan().SequenceEqual(CanonicalJson.Canonicalize(value)))
                continue;
            if (corrections.Any(values => values.ValueKind == JsonValueKind.Undefined))
                unproved.Add($"{member}: set by a correction that is not proved here");
            else
                faults.Add($"{member} is not what its correction set");
        }
        return item with { Faults = faults, Unproved = unproved };
    }
}
