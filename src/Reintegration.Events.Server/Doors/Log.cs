namespace Reintegration.Events.Server.Doors;

/// <summary>Every line the server logs. Ids at most; never a payload.</summary>
public static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "An access record could not be written; the read was answered 503.")]
    public static partial void AccessNotRecorded(ILogger logger, Exception failure);
}
