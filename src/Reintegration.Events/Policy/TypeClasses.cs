namespace Reintegration.Events.Policy;

/// <summary>The field classes of event types, as rules and allow-lists name them.</summary>
public static class TypeClasses
{
    extension(EventType type)
    {
        /// <summary>Every class of the type: <c>$event</c>, the envelope's, and those of its facts.</summary>
        public ImmutableSortedSet<string> Classes =>
        [
            .. EventType.EnvelopeClasses.Select(own => $"{type.Root}.{own.Class}"),
            .. type.Fields.Select(member => member.Class),
        ];
    }

    extension(Catalog catalog)
    {
        /// <summary>Every class that some type has.</summary>
        public ImmutableSortedSet<string> FieldClasses => [.. catalog.All.SelectMany(type => type.Classes)];
    }
}
