namespace Reintegration.Events.Ledger;

/// <summary>
/// The store could not be reached or gave no answer. What was sent may or may not have been recorded.
/// </summary>
/// <remarks>
/// Sending the same names again resolves it: they answer their first receipt if they had been recorded.
/// </remarks>
public sealed class LedgerUnavailableException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>
/// What was read contradicts what a ledger promises, for example a missing position. Never to be skipped.
/// </summary>
public sealed class LedgerBrokenException(string message) : Exception(message)
{
    /// <summary>The position that is missing, where one is.</summary>
    public long? Missing { get; init; }
}
