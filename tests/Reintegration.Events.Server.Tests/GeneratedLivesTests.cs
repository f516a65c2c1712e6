using Reintegration.Events.Cli.Generate;
using Xunit.Abstractions;

namespace Reintegration.Events.Server.Tests;

/// <summary>What the generator tells is what the doors take: a whole house under load, over real HTTP.</summary>
public class GeneratedLivesTests(ITestOutputHelper output)
{
    /// <summary>About a hundred events each; GENERATED_CASES=10000 is the long mode, a million events.</summary>
    const int DefaultCases = 210;

    static int Cases => Setting.Of("GENERATED_CASES", DefaultCases);

    [Fact]
    public async Task Twenty_thousand_generated_events_are_posted_without_one_refusal()
    {
        var data = ServerProcess.NewFolder();
        try
        {
            await using var server = await ServerProcess.Serve(data);
            using var text = new StringWriter();
            var command = GenerateCommand.Build().Parse(["--cases", $"{Cases}", "--seed", "5", "--post", server.Url.ToString()]);
            var exit = await command.InvokeAsync(new System.CommandLine.InvocationConfiguration { Output = text });
            output.WriteLine(text.ToString());
            Assert.True(exit == 0, text.ToString());
            using var counted = JsonDocument.Parse(text.ToString());
            Assert.Equal(0, counted.RootElement.GetProperty("refused").GetInt64());
            Assert.True(counted.RootElement.GetProperty("events").GetInt64() >= 90 * Cases, text.ToString());

            // Sent again, everything is recognised: nothing is posted twice.
            using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
            var token = await server.Token(http, "auditor");
            var size = await Size(server, http, token);
            Assert.Equal(0, await command.InvokeAsync(new System.CommandLine.InvocationConfiguration { Output = TextWriter.Null }));
            Assert.Equal(size, await Size(server, http, token));
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    /// <summary>The second line of a checkpoint (C2SP tlog-checkpoint) is the size of the tree.</summary>
    static async Task<string> Size(ServerProcess server, HttpClient http, string token)
    {
        await Task.Delay(TimeSpan.FromSeconds(2)); // Signed twice a second while there is news.
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Url, "/ledgers/events/checkpoint"));
        request.Headers.Authorization = new("Bearer", token);
        using var answer = await http.SendAsync(request);
        return (await answer.Content.ReadAsStringAsync()).Split('\n')[1];
    }
}
