namespace Reintegration.Events.Postgres.Cluster;

/// <summary>The private cluster cannot be had. The message is one line meant for the person at the terminal.</summary>
public sealed class ClusterException(string message) : Exception(message);
