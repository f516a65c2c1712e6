using System.Diagnostics;
using System.Security.Cryptography;
using Reintegration.Events.Events;
using Reintegration.Events.Ledger;
using Xunit.Abstractions;

namespace Reintegration.Events.Postgres.Tests;

/// <summary>Data keys in files: durable, private, and gone for ever once destroyed.</summary>
public sealed class FileKeyStoreTests(ITestOutputHelper output) : IDisposable
{
    static readonly KeyScope Scope = new(new AgencyId("probation"), "case-1");

    readonly string _root = Path.Combine(Path.GetTempPath(), $"reintegration-keys-{Guid.NewGuid():N}");

    string Keys => Path.Combine(_root, "keys");

    string Wrapping => Path.Combine(_root, "wrapping", "data.keys");

    FileKeyStore Open() => new(Keys, Path.Combine(_root, "tombstones"), Wrapping, RandomNumberGenerator.Fill);

    string[] Files() => [.. Directory.GetFiles(Keys).Where(path => Path.GetFileName(path)[0] != '.')];

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public void A_key_is_unwrapped_after_a_restart_and_by_its_owner_alone()
    {
        var key = RandomNumberGenerator.GetBytes(KeyWrap.KeyLength);
        var wrapped = Open().Wrap(Scope, key);

        Assert.Equal(key, Open().Unwrap(Scope, wrapped));
        Assert.Throws<LedgerBrokenException>(() => Open().Unwrap(Scope with { Person = "case-2" }, wrapped));
        var file = Assert.Single(Files());
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.DoesNotContain("probation", file, StringComparison.Ordinal);
    }

    [Fact]
    public void A_destroyed_key_stays_destroyed_in_every_process_and_after_a_restore_of_its_folder()
    {
        var (one, two) = (Open(), Open());
        var key = RandomNumberGenerator.GetBytes(KeyWrap.KeyLength);
        var wrapped = one.Wrap(Scope, key);
        Assert.Equal(key, two.Unwrap(Scope, wrapped));
        var file = Files().Single();
        var backup = File.ReadAllBytes(file);

        one.Destroy(Scope, 0);

        Assert.Empty(Files());
        Assert.Null(one.Unwrap(Scope, wrapped));
        Assert.Null(two.Unwrap(Scope, wrapped));
        Assert.Equal((1, 1), (one.Generation(Scope), two.Generation(Scope)));
        File.WriteAllBytes(file, backup);
        var restored = Open();
        Assert.Null(restored.Unwrap(Scope, wrapped));
        Assert.Empty(Files());
        Assert.Equal(key, two.Unwrap(Scope, restored.Wrap(Scope, key)));
    }

    [Fact]
    public async Task Racing_processes_end_up_with_one_key()
    {
        var wrapped = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => Open().Wrap(Scope, new byte[KeyWrap.KeyLength]))));

        Assert.All(wrapped, each => Assert.Equal(new byte[KeyWrap.KeyLength], Open().Unwrap(Scope, each)));
        Assert.Single(Files());
    }

    [Fact]
    public void A_closed_key_opens_what_it_closed_and_closes_nothing_more_in_any_process()
    {
        var (one, two) = (Open(), Open());
        var key = RandomNumberGenerator.GetBytes(KeyWrap.KeyLength);
        var wrapped = one.Wrap(Scope, key);
        two.Wrap(Scope, key);

        Assert.Equal(0, one.Close(Scope));

        Assert.Equal((1, 1), (one.Generation(Scope), two.Generation(Scope)));
        Assert.Equal(1, KeyWrap.GenerationOf(two.Wrap(Scope, key)));
        Assert.Equal(key, two.Unwrap(Scope, wrapped));
        two.Destroy(Scope, 0);
        two.Destroy(Scope, 0);
        Assert.Null(one.Unwrap(Scope, wrapped));
        Assert.Equal(key, one.Unwrap(Scope, two.Wrap(Scope, key)));
    }

    [Fact]
    public void A_key_file_says_nothing_without_the_wrapping_key_and_passes_for_no_other()
    {
        var store = Open();
        var dataKeys = new byte[KeyWrap.KeyLength];
        var other = Scope with { Person = "case-2" };
        store.Wrap(Scope, dataKeys);
        var first = Files().Single();
        var wrapped = store.Wrap(other, dataKeys);
        var second = Files().Single(file => file != first);

        File.Copy(first, second, overwrite: true);
        Assert.Throws<LedgerBrokenException>(() => Open().Unwrap(other, wrapped));

        File.Delete(Wrapping);
        Assert.Throws<LedgerBrokenException>(() => Open().Wrap(Scope, dataKeys));
    }

    [Fact]
    public void Rotating_keeps_every_key_and_a_server_that_runs_meanwhile_goes_on()
    {
        var running = Open();
        var key = RandomNumberGenerator.GetBytes(KeyWrap.KeyLength);
        var scopes = Enumerable.Range(0, 5).Select(i => Scope with { Person = $"case-{i}" }).ToArray();
        var wrapped = scopes.Select(scope => running.Wrap(scope, key)).ToArray();
        var (old, files) = (File.ReadAllText(Wrapping), Files().ToDictionary(file => file, File.ReadAllBytes));

        Assert.Equal(5, FileKeyStore.Rotate(Keys, Wrapping, RandomNumberGenerator.Fill));

        Assert.DoesNotContain(old.Trim(), File.ReadAllText(Wrapping), StringComparison.Ordinal);
        Assert.All(files, pair => Assert.NotEqual(pair.Value, File.ReadAllBytes(pair.Key)));
        var late = running.Wrap(Scope with { Person = "late" }, key);
        var after = Open();
        Assert.All(scopes.Zip(wrapped), pair => Assert.Equal(key, after.Unwrap(pair.First, pair.Second)));
        Assert.Equal(key, after.Unwrap(Scope with { Person = "late" }, late));
    }

    [Fact]
    public void A_rotation_killed_at_any_point_loses_no_key_and_is_finished_by_the_next()
    {
        var key = RandomNumberGenerator.GetBytes(KeyWrap.KeyLength);
        var scopes = Enumerable.Range(0, 4).Select(i => Scope with { Person = $"case-{i}" }).ToArray();
        var wrapped = scopes.Select(scope => Open().Wrap(scope, key)).ToArray();
        // Each step of a rotation draws at random once: the draw that fails is where it was killed.
        for (var step = 1; step <= scopes.Length + 1; step++)
        {
            var left = step;
            Assert.Throws<OperationCanceledException>(() => FileKeyStore.Rotate(Keys, Wrapping, bytes =>
            {
                if (--left == 0) throw new OperationCanceledException();
                RandomNumberGenerator.Fill(bytes);
            }));
            Assert.All(scopes.Zip(wrapped), pair => Assert.Equal(key, Open().Unwrap(pair.First, pair.Second)));
            FileKeyStore.Rotate(Keys, Wrapping, RandomNumberGenerator.Fill);
            Assert.Single(File.ReadAllLines(Wrapping));
            Assert.All(scopes.Zip(wrapped), pair => Assert.Equal(key, Open().Unwrap(pair.First, pair.Second)));
        }
    }

    [Fact]
    public void A_key_that_everybody_may_read_is_refused()
    {
        if (OperatingSystem.IsWindows()) return;
        var store = Open();
        store.Wrap(Scope, new byte[KeyWrap.KeyLength]);
        File.SetUnixFileMode(Files().Single(), UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Assert.Throws<InvalidOperationException>(() => Open().Wrap(Scope, new byte[KeyWrap.KeyLength]));

        File.SetUnixFileMode(Wrapping, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        var refused = Assert.Throws<InvalidOperationException>(Open);
        Assert.Contains("chmod 600", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_wrap_costs_is_printed()
    {
        var store = Open();
        var key = RandomNumberGenerator.GetBytes(KeyWrap.KeyLength);
        var wrapped = store.Wrap(Scope, key);
        output.WriteLine(
            $"microseconds: wrap {Cost(() => store.Wrap(Scope, key)):0.00}, unwrap {Cost(() => store.Unwrap(Scope, wrapped)):0.00}, "
            + $"generation {Cost(() => store.Generation(Scope)):0.00}");

        static double Cost(Action work)
        {
            const int Times = 2000;
            var fastest = double.MaxValue;
            for (var round = 0; round < 10; round++)
            {
                var started = Stopwatch.GetTimestamp();
                for (var i = 0; i < Times; i++) work();
                fastest = Math.Min(fastest, Stopwatch.GetElapsedTime(started).TotalMicroseconds / Times);
            }
            return fastest;
        }
    }
}
