namespace Reintegration.Cedar;

/// <summary>A request of which only some parts are known yet; what is null is not known.</summary>
public sealed record PartialRequest
{
    public EntityUid? Principal { get; init; }

    public EntityUid? Action { get; init; }

    public EntityUid? Resource { get; init; }

    /// <summary>
    /// The attributes of the context that are known; those in <see cref="UnknownContext"/> may join them.
    /// </summary>
    public RecordValue? Context { get; init; }

    /// <summary>Attributes of the context of which nothing is known, not even whether they will be there.</summary>
    public ImmutableHashSet<string> UnknownContext { get; init; } = [];
}

/// <summary>What can be said of a partly known request, and what is left to be asked.</summary>
/// <param name="Decision">The decision if it is the same however the unknown parts turn out; else null.</param>
/// <param name="Residuals">
/// The policies that may still matter, with what was known worked in. On any full request that agrees with what was
/// known, they give the same answer as the policies they came from: decision, determining policies and errors.
/// </param>
public sealed record PartialResponse(Decision? Decision, PolicySet Residuals);
