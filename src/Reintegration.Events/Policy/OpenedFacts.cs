using System.Globalization;

namespace Reintegration.Events.Policy;

/// <summary>
/// The parts of one event, each lowered to the level its decision reached. Used by <see cref="Disclosure"/> alone.
/// </summary>
internal sealed class OpenedFacts(Recorded recorded, Decision decision, Pseudonyms pseudonyms)
{
    private static readonly ImmutableSortedDictionary<string, DisclosedField> None =
        ImmutableSortedDictionary<string, DisclosedField>.Empty;

    private Envelope Envelope => recorded.Envelope;

    public (JsonElement? HappenedAt, JsonElement? RecordedAt) Times(
        ImmutableSortedDictionary<string, string>.Builder released)
    {
        var level = LevelOf("envelope.time");
        var happened = Lowered(Ladder.Date, level, Envelope.HappenedAt);
        if (happened is null) return (null, null);
        released.Add("envelope.time", level.Word());
        return (happened, Lowered(Ladder.Date, level, recorded.RecordedAt));
    }

    public DisclosedAuthor? Author(ImmutableSortedDictionary<string, string>.Builder released)
    {
        var level = LevelOf("envelope.author");
        if (level < Level.Coarse) return null;
        released.Add("envelope.author", level.Word());
        return new DisclosedAuthor(Envelope.Author.Role, level == Level.Full ? Envelope.Author.Reference : null);
    }

    public DisclosedQuality? Quality(ImmutableSortedDictionary<string, string>.Builder released)
    {
        if (LevelOf("envelope.quality") < Level.Full) return null;
        released.Add("envelope.quality", Level.Full.Word());
        return new DisclosedQuality(Envelope.StatementKind, Envelope.Grading, Envelope.ReviewDue);
    }

    public DisclosedHandling? Handling(ImmutableSortedDictionary<string, string>.Builder released)
    {
        if (LevelOf("envelope.handling") < Level.Full) return null;
        released.Add("envelope.handling", Level.Full.Word());
        var handling = Envelope.Handling;
        return new DisclosedHandling(
            handling.Code, handling.Onward, handling.ActionLimit, handling.Caveats, Envelope.Purposes,
            Envelope.LegalBasis);
    }

    public (ImmutableSortedDictionary<string, DisclosedField> Fields, ImmutableSortedDictionary<string, DisclosedField> NewValues)
        Members(ImmutableSortedDictionary<string, string>.Builder released)
    {
        // A correction's own members are as open as the event itself; only its new values have classes of their own.
        var follows = decision.Target is not null;
        var type = decision.Type!;
        if (!follows && !type.Fields.Any(field => decision.LevelOf(field.Class) > Level.Exists)) return (None, None);
        using var facts = JsonDocument.Parse(recorded.Facts.Open(path => IsShown(path, follows)));
        if (!follows)
            return (Lower(facts.RootElement, type.Fields, field => decision.LevelOf(field.Class), "", released), None);
        var plain = type.Fields.Where(field => field.Member != NewValue);
        var fields = Lower(facts.RootElement, plain, _ => Level.Full, "", released);
        return facts.RootElement.TryGetProperty(NewValue, out var values) && values.ValueKind == JsonValueKind.Object
            ? (fields, Lower(values, decision.Target!.Fields, field => decision.LevelOf(field.Class), $"{NewValue}.", released))
            : (fields, None);
    }

    /// <summary>Labels that are shown whole: they stand in the envelope, so nothing is opened for them.</summary>
    public void Labels(ImmutableSortedDictionary<string, string>.Builder released)
    {
        if (decision.Target is not null) return;
        foreach (var field in decision.Type!.Fields.Where(field => field.IsLabel))
            if (decision.LevelOf(field.Class) == Level.Full) released.Add(field.Member, Level.Full.Word());
    }

    /// <summary>A part about somebody else is decrypted only where the decision shows that very member.</summary>
    private bool IsShown(string path, bool follows) =>
        follows || path == SealedPart.Facts || decision.Type!.Fields.Any(
            field => path == $"{SealedPart.Facts}/{field.Member}" && decision.LevelOf(field.Class) > Level.Exists);

    internal const string NewValue = "newValue";

    private ImmutableSortedDictionary<string, DisclosedField> Lower(
        JsonElement facts, IEnumerable<FieldMarking> markings, Func<FieldMarking, Level> levelOf, string prefix,
        ImmutableSortedDictionary<string, string>.Builder released)
    {
        var shown = ImmutableSortedDictionary.CreateBuilder<string, DisclosedField>(StringComparer.Ordinal);
        foreach (var field in markings)
        {
            if (!facts.TryGetProperty(field.Member, out var value)) continue;
            var level = levelOf(field);
            if (Ladders.At(field.Ladder, level, value, decision.Seat.Agency, pseudonyms) is not { } lowered) continue;
            shown.Add(field.Member, new DisclosedField(level, lowered.Clone()));
            released.Add(prefix + field.Member, level.Word());
        }

        return shown.ToImmutable();
    }

    private Level LevelOf(string envelopeClass) => decision.LevelOf($"{decision.Root}.{envelopeClass}");

    private JsonElement? Lowered(Ladder ladder, Level level, DateTimeOffset instant)
    {
        var text = instant.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
        return Ladders.At(ladder, level, JsonSerializer.SerializeToElement(text), decision.Seat.Agency, pseudonyms);
    }
}
