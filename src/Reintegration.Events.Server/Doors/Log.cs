namespace Reintegration.Events.Server.Doors;

/// <summary>Every line the server logs. Ids at most; never a payload.</summary>
public static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "An access record could not be written; the read was answered 503.")]
    public static partial void AccessNotRecorded(ILogger logger, Exception failure);

    [LoggerMessage(2, LogLevel.Warning, "The signer of the {Ledger} ledger remembers nothing and signs {Leaves} leaves from the first: right for a new signer; otherwise its memory was lost, and what it signed before binds it no more.")]
    public static partial void SigningFromTheFirstLeaf(ILogger logger, string ledger, long leaves);

    [LoggerMessage(3, LogLevel.Critical, "The {Ledger} ledger is not signed: it does not continue what was signed before. Was the database restored, or is there a second one?")]
    public static partial void SigningRefused(ILogger logger, string ledger, Exception failure);

    [LoggerMessage(4, LogLevel.Warning, "A checkpoint of the {Ledger} ledger waits for the next round.")]
    public static partial void SigningDelayed(ILogger logger, string ledger, Exception failure);

    [LoggerMessage(5, LogLevel.Warning, "Witness {Witness} did not cosign {Origin}: status {Status}.")]
    public static partial void WitnessRefused(ILogger logger, string witness, string origin, int status);

    [LoggerMessage(6, LogLevel.Critical, "Witness {Witness} has cosigned another tree of {Origin}, of {Known} leaves; ours has {Ours}. History was lost or forked.")]
    public static partial void WitnessKnowsAnotherTree(ILogger logger, string witness, string origin, long known, long ours);

    [LoggerMessage(20, LogLevel.Warning, "The feeds wait for the next round.")]
    public static partial void FeedDelayed(ILogger logger, Exception failure);

    [LoggerMessage(7, LogLevel.Error, "A checkpoint of {Origin}, signed by its log, was not cosigned: status {Status}, size {Size} where {Remembered} was remembered.")]
    public static partial void WitnessDeclined(ILogger logger, string origin, int status, long size, long remembered);

    [LoggerMessage(8, LogLevel.Warning, "The rows of views wait; it is tried again.")]
    public static partial void ProjectionDelayed(ILogger logger, Exception failure);

    [LoggerMessage(9, LogLevel.Error, "A hit could not be recorded for its owner.")]
    public static partial void HitNotRecorded(ILogger logger, Exception failure);
}
