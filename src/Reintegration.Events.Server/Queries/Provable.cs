using Reintegration.Events.Views;

namespace Reintegration.Events.Server.Queries;

/// <summary>Answers that carry what proves them: <c>?proof=true</c>.</summary>
public static class Provable
{
    public static readonly Problem BadAsk = Problems.MalformedQuery.At("proof", "Must be true or false.");

    public static bool TryAsk(string? text, out Proving proving)
    {
        proving = text == "true" ? Proving.Shown : Proving.Nothing;
        return string.IsNullOrEmpty(text) || text is "true" or "false";
    }

    /// <summary>That proofs were asked for is part of what is recorded of the look.</summary>
    public static ImmutableSortedDictionary<string, string> Query(
        ImmutableSortedDictionary<string, string> query, Proving proving) =>
        proving == Proving.Nothing ? query : query.Add("proof", "true");

    /// <summary>An item of a timeline, with its reasons and its proof where they were asked for.</summary>
    public static void Write(Utf8JsonWriter json, TimelineItem item, Explanation? explanation, FieldProof? proof)
    {
        if (proof is null && explanation is null)
        {
            JsonSerializer.Serialize(json, item, EventJson.Options);
            return;
        }

        json.WriteStartObject();
        foreach (var member in JsonSerializer.SerializeToElement(item, EventJson.Options).EnumerateObject())
            member.WriteTo(json);
        Explained.Write(json, explanation);
        Write(json, proof);
        json.WriteEndObject();
    }

    /// <summary>The member <c>proof</c>, or nothing.</summary>
    public static void Write(Utf8JsonWriter json, FieldProof? proof)
    {
        if (proof is null) return;
        json.WriteStartObject("proof");
        FieldProofJson.Write(json, proof);
        json.WriteEndObject();
    }
}
