namespace Reintegration.Cedar;

/// <summary>
/// A schema is well written but makes no sense: something is declared twice, not at all, or in a circle.
/// </summary>
public sealed class CedarSchemaException(string message) : FormatException(message);
