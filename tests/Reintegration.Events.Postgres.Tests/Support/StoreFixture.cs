using Support.Ledger;

namespace Reintegration.Events.Postgres.Tests.Support;

/// <summary>An open store on a database of its own, for the tests of one class.</summary>
public sealed class StoreFixture : IAsyncLifetime
{
    TestDatabase? _database;
    PostgresStore? _store;

    internal TestClock Clock { get; } = new();

    internal PostgresStore Store => _store!;

    internal TestDatabase Database => _database!;

    public async Task InitializeAsync()
    {
        _database = await (await TestServer.Current).NewDatabase();
        _store = await _database.Open(Clock);
    }

    internal async Task Reopen()
    {
        await _store!.DisposeAsync();
        _store = await _database!.Open(Clock);
    }

    public async Task DisposeAsync()
    {
        await _store!.DisposeAsync();
        await _database!.DisposeAsync();
    }
}
