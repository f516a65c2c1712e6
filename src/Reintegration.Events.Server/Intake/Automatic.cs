namespace Reintegration.Events.Server.Intake;

/// <summary>Events that the house records by itself, in the stream of the agency whose act or clock caused them.</summary>
/// <remarks>Through the same acceptance as all others; one that does not fit its schema is a mistake of ours.</remarks>
public sealed class Automatic(Catalog catalog, ServerKeys keys)
{
    /// <summary>What is said on a case is reviewed: within a quarter, which the young allow too.</summary>
    const int ReviewDays = 90;

    /// <param name="about">Members of <c>about</c> beside the author and the review, or null.</param>
    public PendingEvent Pend(
        IEvent @event, StreamId stream, Guid id, DateTimeOffset happenedAt, Author author, object? about = null)
    {
        var type = catalog.All.First(each => each.ClrType == @event.GetType());
        var said = about is null ? [] : JsonSerializer.SerializeToElement(about, EventJson.Options).EnumerateObject().ToList();
        var submission = new Submission
        {
            Name = new EventName(stream.Owner, id),
            Type = type.Name,
            HappenedAt = happenedAt,
            About = JsonElement.Parse(WireJson.Bytes(json =>
            {
                json.WriteStartObject();
                json.WritePropertyName("author");
                JsonSerializer.Serialize(json, author, EventJson.Options);
                json.WriteString("reviewDue", DateOnly.FromDateTime(happenedAt.UtcDateTime).AddDays(ReviewDays).ToString("O", System.Globalization.CultureInfo.InvariantCulture));
                foreach (var member in said) member.WriteTo(json);
                json.WriteEndObject();
            })),
            Facts = JsonSerializer.SerializeToElement(@event, @event.GetType(), EventJson.Options),
        };
        var accepted = Acceptance.Accept(type, submission, stream, null);
        if (accepted.Envelope is not { } envelope)
            throw new InvalidOperationException($"A {type.Name} of the house does not fit its schema: {accepted.Errors[0]}");
        var facts = CanonicalJson.Canonicalize(submission.Facts);
        return new PendingEvent(envelope, facts, keys.RequestDigest(stream.Owner, facts), accepted.Governs);
    }
}
