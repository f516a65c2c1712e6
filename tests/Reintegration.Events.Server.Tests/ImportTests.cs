using System.CommandLine;
using Reintegration.Events.Cli.Generate;
using Reintegration.Events.Cli.Import;

namespace Reintegration.Events.Server.Tests;

/// <summary>Years of history into a running house: now is when it was learned, then is when it happened.</summary>
public sealed class ImportTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("reintegration-import-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    static async Task<(int Exit, string Said)> Run(World world, params string[] args)
    {
        using var text = new StringWriter();
        var exit = await ImportCommand.Build().Parse([.. args, "--server", world.App.Urls.First()]).InvokeAsync(
            new InvocationConfiguration { Output = text });
        return (exit, text.ToString());
    }

    [Fact]
    public async Task History_is_recorded_now_as_of_then_once_and_what_is_wrong_is_reported()
    {
        var (history, report) = (Path.Combine(_folder, "history.jsonl"), Path.Combine(_folder, "refused.jsonl"));
        Assert.Equal(0, await GenerateCommand.Build().Parse(["--cases", "4", "--seed", "3", "--out", history]).InvokeAsync());
        var good = File.ReadLines(history).Sum(line => JsonDocument.Parse(line).RootElement.GetArrayLength());
        await File.AppendAllTextAsync(history, System.Text.Encoding.UTF8.GetString(Post.Event(
            "prison", "wrong", "custody.placement-changed", null, new { from = "a" })) + "\n");
        await using var world = await World.Begin();

        var (exit, said) = await Run(world, history, "--report", report);
        Assert.True(exit == 1, said);
        Assert.Contains($"\"recorded\":{good},\"known\":0,\"refused\":1", said, StringComparison.Ordinal);
        var refusal = JsonDocument.Parse(Assert.Single(File.ReadLines(report))).RootElement;
        Assert.Equal(Post.Id("wrong").ToString("D"), refusal.GetProperty("id").GetString());
        Assert.Equal("/problems/schema", refusal.GetProperty("problem").GetProperty("type").GetString());
        Assert.Equal(File.ReadLines(history).Count(), refusal.GetProperty("line").GetInt64());

        // Interrupted and begun again: what is recorded counts once.
        var (_, again) = await Run(world, history, "--report", report);
        Assert.Contains($"\"recorded\":0,\"known\":{good},\"refused\":1", again, StringComparison.Ordinal);

        var first = JsonDocument.Parse(File.ReadLines(history).First()).RootElement[0];
        var kept = (await world.Get("community-haven-system", $"/events/{first.GetProperty("id").GetString()}")).Json;
        Assert.Equal(first.GetProperty("time").GetDateTimeOffset(), kept.GetProperty("happenedAt").GetDateTimeOffset());
        Assert.Equal(World.Start, kept.GetProperty("recordedAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task A_file_that_is_no_history_is_not_imported()
    {
        var file = Path.Combine(_folder, "letter.txt");
        await File.WriteAllTextAsync(file, "Dear colleague\n");
        await using var world = await World.Begin();

        var (exit, said) = await Run(world, file);
        Assert.Equal(2, exit);
        Assert.Contains("letter.txt: line 1 is not JSON.", said, StringComparison.Ordinal);
    }
}
