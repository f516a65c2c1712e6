namespace Reintegration.Cedar;

/// <summary>An expression has no value: a missing attribute, a value of the wrong kind, an overflow.</summary>
public sealed class EvaluationException(string message) : Exception(message);
