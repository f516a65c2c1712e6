namespace Reintegration.Events.Server.Tests;

/// <summary>CloudEvents in binary mode: the same event as in the structured form, and the same refusals.</summary>
public class BinaryModeTests
{
    static (List<(string Name, string Value)> Headers, byte[] Data) Split(byte[] structured)
    {
        using var item = JsonDocument.Parse(structured);
        var headers = item.RootElement.EnumerateObject().Where(member => member.Name != "data")
            .Select(member => ($"ce-{member.Name}", member.Value.GetString()!)).ToList();
        return (headers, JsonSerializer.SerializeToUtf8Bytes(item.RootElement.GetProperty("data")));
    }

    static Task<Reply> Send(World world, List<(string Name, string Value)> headers, byte[] data) => world.Send(
        HttpMethod.Post, "/events", world.Token("prison-system"), World.Content(data, "application/json"), [.. headers]);

    [Fact]
    public async Task The_same_event_is_the_same_event_in_either_mode()
    {
        await using var world = await World.Begin();
        var (headers, data) = Split(Post.Opened());
        var first = await Send(world, headers, data);
        Assert.True(first.Status == 201, first.ToString());
        var again = await world.Post("prison", Post.Opened());
        Assert.Equal(200, again.Status);
        Assert.Equal(first.Json.GetProperty("leafHash").GetString(), again.Json.GetProperty("leafHash").GetString());
        Assert.Equal(200, (await Send(world, headers, data)).Status);
    }

    [Fact]
    public async Task Values_may_be_percent_encoded_or_quoted()
    {
        await using var world = await World.Begin();
        await world.Record("prison", Post.Opened());
        var (headers, data) = Split(Post.Joined(Post.Name("prison", "opened"), "probation"));
        var encoded = headers.ConvertAll(header => header.Name switch
        {
            "ce-subject" => (header.Name, header.Value.Replace("/", "%2F", StringComparison.Ordinal)),
            "ce-id" => (header.Name, $"\"{header.Value}\""),
            _ => header,
        });
        var reply = await Send(world, encoded, data);
        Assert.True(reply.Status == 201, reply.ToString());
        Assert.Equal(200, (await Send(world, headers, data)).Status);
    }

    [Theory]
    [InlineData("ce-id", null, "/id")]
    [InlineData("ce-time", "yesterday", "/time")]
    [InlineData("ce-colour", "red", "/colour")]
    [InlineData("ce-data", "{}", "/data")]
    [InlineData("ce-datacontenttype", "application/json", "/datacontenttype")]
    public async Task What_is_wrong_in_a_header_is_named_as_an_attribute(string name, string? value, string pointer)
    {
        await using var world = await World.Begin();
        var (headers, data) = Split(Post.Opened());
        headers.RemoveAll(header => header.Name == name);
        if (value is not null) headers.Add((name, value));
        var reply = await Send(world, headers, data);
        Assert.Equal("/problems/malformed-event", reply.Json.GetProperty("type").GetString());
        Assert.True(reply.Json.GetProperty("errors").TryGetProperty(pointer, out _), reply.ToString());
        // Nothing was left behind: the right one is new.
        Assert.Equal(201, (await world.Post("prison", Post.Opened())).Status);
    }

    [Fact]
    public async Task Plain_json_that_says_nothing_of_an_event_is_not_taken()
    {
        await using var world = await World.Begin();
        var (headers, data) = Split(Post.Opened());
        headers.RemoveAll(header => header.Name == "ce-specversion");
        Assert.Equal(415, (await Send(world, headers, data)).Status);
    }
}
