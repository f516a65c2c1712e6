namespace Reintegration.Events.Events;

/// <summary>Something that happened, told by the agency that answers for it. Past tense, one file per type.</summary>
public interface IEvent;

/// <summary>An event type with its worked example, from which contracts and tests are made.</summary>
public interface IEvent<TSelf> : IEvent where TSelf : IEvent<TSelf>
{
    /// <summary>A believable synthetic instance; published in <c>contracts/events/</c>.</summary>
    static abstract TSelf Example { get; }
}
