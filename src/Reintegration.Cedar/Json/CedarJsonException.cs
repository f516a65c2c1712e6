namespace Reintegration.Cedar;

/// <summary>
/// A JSON text is malformed or not of the form it should have; the message says where and what was expected.
/// </summary>
public sealed class CedarJsonException(string message, Exception? inner = null) : FormatException(message, inner);
