namespace Reintegration.Events.Server.Demo;

/// <summary>
/// The clock of a demo: while the story is told it stands where the story is, afterwards it is the real one.
/// </summary>
/// <remarks>
/// The recorded clock belongs to the server, so a story of eighteen months told in seconds needs a server whose clock
/// follows it. Used in demo mode alone; tokens and timeouts stay on the real clock.
/// </remarks>
public sealed class StoryClock(TimeProvider real) : TimeProvider
{
    long _storyTicks;

    public void MoveTo(DateTimeOffset instant) => Interlocked.Exchange(ref _storyTicks, instant.UtcTicks);

    public void Return() => Interlocked.Exchange(ref _storyTicks, 0);

    public override DateTimeOffset GetUtcNow() =>
        Interlocked.Read(ref _storyTicks) is var ticks && ticks == 0
            ? real.GetUtcNow()
            : new DateTimeOffset(ticks, TimeSpan.Zero);
}
