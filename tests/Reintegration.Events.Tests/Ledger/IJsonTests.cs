using System.Text;
using System.Text.Json;
using Reintegration.Events.Ledger;

namespace Reintegration.Events.Tests.Ledger;

public sealed class IJsonTests
{
    static IJsonRefusal? Refusal(string json) => IJson.Check(Encoding.UTF8.GetBytes(json), IJsonLimits.Default);

    [Theory]
    [InlineData("""{"a":1,"a":2}""", IJsonReason.DuplicateName, "/a")]
    [InlineData("""{"a":{"b":1},"c":[{"d":1,"\u0064":2}]}""", IJsonReason.DuplicateName, "/c/0/d")]
    [InlineData("""{"a/b":{"~":["\ud800"]}}""", IJsonReason.LoneSurrogate, "/a~1b/~0/0")]
    [InlineData("""["\udc00\ud800"]""", IJsonReason.LoneSurrogate, "/0")]
    [InlineData("""["\ud800x"]""", IJsonReason.LoneSurrogate, "/0")]
    [InlineData("""["\ud800\n"]""", IJsonReason.LoneSurrogate, "/0")]
    [InlineData("""{"\ud800":1}""", IJsonReason.LoneSurrogate, "")]
    [InlineData("[0,\"\uffff\"]", IJsonReason.Noncharacter, "/1")]
    [InlineData("""["\ufdd0"]""", IJsonReason.Noncharacter, "/0")]
    [InlineData("""["\ud83f\udffe"]""", IJsonReason.Noncharacter, "/0")]
    [InlineData("[9007199254740992]", IJsonReason.NumberTooLarge, "/0")]
    [InlineData("[-9007199254740992]", IJsonReason.NumberTooLarge, "/0")]
    [InlineData("""{"n":1e30}""", IJsonReason.NumberTooLarge, "/n")]
    [InlineData("""{"n":1e400}""", IJsonReason.NumberTooLarge, "/n")]
    [InlineData("", IJsonReason.Malformed, "")]
    [InlineData("\ufeff{}", IJsonReason.Malformed, "")]
    [InlineData("{} {}", IJsonReason.Malformed, "")]
    [InlineData("""{"a":[1,2,]}""", IJsonReason.Malformed, "/a/1")]
    [InlineData("""{"a":01}""", IJsonReason.Malformed, "/a")]
    [InlineData("[NaN]", IJsonReason.Malformed, "")]
    [InlineData("// no\n{}", IJsonReason.Malformed, "")]
    public void Each_fault_has_its_reason_and_place(string json, IJsonReason reason, string pointer) =>
        Assert.Equal(new IJsonRefusal(reason, pointer), Refusal(json));

    [Theory]
    [InlineData("""{"a":{"x":1},"b":{"x":1},"x":[{"x":1},{"x":1}]}""")]
    [InlineData("""["\ud83d\ude00","\\ud800","\ufffd","\ue000"]""")]
    [InlineData("[9007199254740991,-9007199254740991,0.1,1e15,123456789.125,1e-400]")]
    [InlineData("\"text\"")]
    public void What_every_reader_agrees_on_is_accepted(string json) => Assert.Null(Refusal(json));

    [Fact]
    public void Bytes_that_are_not_utf8_are_found_where_they_stand()
    {
        byte[] json = [.. """{"ok":"é","bad":["x","""u8, (byte)'"', 0xC3, (byte)'"', .. "]}"u8];
        Assert.Equal(new IJsonRefusal(IJsonReason.InvalidUtf8, "/bad/1"), IJson.Check(json, IJsonLimits.Default));
        Assert.Equal(new IJsonRefusal(IJsonReason.InvalidUtf8, ""), IJson.Check([0xFF], IJsonLimits.Default));
    }

    [Fact]
    public void Depth_is_allowed_up_to_the_limit_and_not_beyond()
    {
        var limits = new IJsonLimits(1000, 3);
        Assert.Null(IJson.Check("[[[1]],{}]"u8, limits));
        Assert.Equal(new IJsonRefusal(IJsonReason.TooDeep, "/0/a"), IJson.Check("""[{"a":[[[[["""u8, limits with { Depth = 2 }));
        string deep = new string('[', IJsonLimits.DefaultDepth) + new string(']', IJsonLimits.DefaultDepth);
        Assert.Null(Refusal(deep));
        Assert.Equal(IJsonReason.TooDeep, Refusal("[" + deep + "]")?.Reason);
    }

    [Fact]
    public void Length_is_allowed_up_to_the_limit_and_not_beyond()
    {
        Assert.Null(IJson.Check("[10]"u8, new IJsonLimits(4, 4)));
        Assert.Equal(new IJsonRefusal(IJsonReason.TooLong, ""), IJson.Check("[100]"u8, new IJsonLimits(4, 4)));
    }

    [Fact]
    public void A_duplicate_is_found_among_thousands_of_names()
    {
        string members = string.Join(',', Enumerable.Range(0, 5_000).Select(i => $"\"name {i}\":{i}"));
        Assert.Null(Refusal("{" + members + "}"));
        Assert.Equal(
            new IJsonRefusal(IJsonReason.DuplicateName, "/name 2500"), Refusal("{" + members + ",\"name 2500\":0}"));
    }

    [Fact]
    public void A_document_comes_only_without_a_refusal()
    {
        using (JsonDocument? document = IJson.Parse("""{"a":1}"""u8.ToArray(), IJsonLimits.Default, out IJsonRefusal? refusal))
        {
            Assert.Null(refusal);
            Assert.Equal(1, document!.RootElement.GetProperty("a").GetInt32());
        }

        Assert.Null(IJson.Parse("[1 "u8.ToArray(), IJsonLimits.Default, out IJsonRefusal? why));
        Assert.Equal(new IJsonRefusal(IJsonReason.Malformed, "/0"), why);
    }

    [Fact]
    public void Whatever_is_accepted_has_a_canonical_form_that_is_accepted()
    {
        int accepted = 0;
        for (int seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            byte[] json = Encoding.UTF8.GetBytes(JsonText.Any(random, depth: 4).Write(random));
            if (random.Next(2) == 0)
                json[random.Next(json.Length)] = (byte)random.Next(256);
            if (IJson.Check(json, IJsonLimits.Default) is not null)
                continue;
            accepted++;
            Assert.True(
                IJson.Check(CanonicalJson.Canonicalize(json), IJsonLimits.Default) is null, $"seed {seed}");
        }

        Assert.InRange(accepted, 100, 400);
    }
}
