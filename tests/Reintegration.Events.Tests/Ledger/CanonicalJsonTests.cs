using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Reintegration.Events.Ledger;

namespace Reintegration.Events.Tests.Ledger;

public sealed class CanonicalJsonTests
{
    static string Canonical(string json) =>
        Encoding.UTF8.GetString(CanonicalJson.Canonicalize(Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData(""" { "b" : 1 , "a" : [ true , false , null ] } """, """{"a":[true,false,null],"b":1}""")]
    [InlineData("{}", "{}")]
    [InlineData("[ ]", "[]")]
    [InlineData(" null ", "null")]
    [InlineData("""{"a":{"d":1,"c":{}},"B":2}""", """{"B":2,"a":{"c":{},"d":1}}""")]
    [InlineData("""{"aa":1,"a":2,"":3}""", """{"":3,"a":2,"aa":1}""")]
    [InlineData("""["\u0041\/\u20ac\u007f"]""", "[\"A/€\u007f\"]")]
    [InlineData("""["\u0000\u001F\b\t\n\f\r\"\\"]""", """["\u0000\u001f\b\t\n\f\r\"\\"]""")]
    [InlineData("""{"\u0062":1,"a":2}""", """{"a":2,"b":1}""")]
    public void A_value_has_one_form(string json, string expected) => Assert.Equal(expected, Canonical(json));

    [Fact]
    public void Members_stand_in_the_order_of_utf16_units_and_not_of_code_points()
    {
        // The names of RFC 8785, section 3.2.3, where U+1F600 comes before U+FB33.
        string[] ordered = ["\r", "1", "\u0080", "ö", "€", "\U0001F600", "\uFB33"];
        string json = "{" + string.Join(',', ordered.Reverse().Select(n => JsonSerializer.Serialize(n) + ":0")) + "}";
        using JsonDocument document = JsonDocument.Parse(Canonical(json));
        Assert.Equal(ordered, document.RootElement.EnumerateObject().Select(m => m.Name));
    }

    [Theory]
    // Appendix B of RFC 8785: the bits of a double and its form.
    [InlineData("0000000000000000", "0")]
    [InlineData("8000000000000000", "0")]
    [InlineData("0000000000000001", "5e-324")]
    [InlineData("8000000000000001", "-5e-324")]
    [InlineData("7fefffffffffffff", "1.7976931348623157e+308")]
    [InlineData("ffefffffffffffff", "-1.7976931348623157e+308")]
    [InlineData("4340000000000000", "9007199254740992")]
    [InlineData("c340000000000000", "-9007199254740992")]
    [InlineData("4430000000000000", "295147905179352830000")]
    [InlineData("44b52d02c7e14af5", "9.999999999999997e+22")]
    [InlineData("44b52d02c7e14af6", "1e+23")]
    [InlineData("44b52d02c7e14af7", "1.0000000000000001e+23")]
    [InlineData("444b1ae4d6e2ef4e", "999999999999999700000")]
    [InlineData("444b1ae4d6e2ef4f", "999999999999999900000")]
    [InlineData("444b1ae4d6e2ef50", "1e+21")]
    [InlineData("3eb0c6f7a0b5ed8c", "9.999999999999997e-7")]
    [InlineData("3eb0c6f7a0b5ed8d", "0.000001")]
    [InlineData("41b3de4355555553", "333333333.3333332")]
    [InlineData("41b3de4355555554", "333333333.33333325")]
    [InlineData("41b3de4355555555", "333333333.3333333")]
    [InlineData("41b3de4355555556", "333333333.3333334")]
    [InlineData("41b3de4355555557", "333333333.33333343")]
    [InlineData("becbf647612f3696", "-0.0000033333333333333333")]
    [InlineData("43143ff3c1cb0959", "1424953923781206.2")]
    public void A_number_is_written_as_ecmascript_writes_it(string bits, string expected)
    {
        double value =
            BitConverter.UInt64BitsToDouble(ulong.Parse(bits, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        string spelled = value.ToString("E16", CultureInfo.InvariantCulture);
        Assert.Equal($"[{expected}]", Canonical($"[{spelled}]"));
    }

    [Theory]
    [InlineData("-0", "0")]
    [InlineData("-0.0", "0")]
    [InlineData("1.0", "1")]
    [InlineData("1e2", "100")]
    [InlineData("4.50", "4.5")]
    [InlineData("2e-3", "0.002")]
    [InlineData("1E30", "1e+30")]
    [InlineData("123456789012345", "123456789012345")]
    [InlineData("9007199254740993", "9007199254740992")]
    [InlineData("0.000000000000000000000000001", "1e-27")]
    [InlineData("333333333.33333329", "333333333.3333333")]
    [InlineData("-1234567890123456789012", "-1.2345678901234568e+21")]
    public void Spellings_of_a_number_come_together(string spelled, string expected) =>
        Assert.Equal(expected, Canonical(spelled));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[1,]")]
    [InlineData("1 2")]
    [InlineData("1e400")]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"a":1,"b":3,"\u0061":2}""")]
    [InlineData("""["\ud800"]""")]
    [InlineData("""{"\udc00":1}""")]
    public void What_has_no_single_reading_has_no_form(string json) =>
        Assert.Throws<FormatException>(() => Canonical(json));

    [Fact]
    public void Bytes_that_are_not_utf8_have_no_form() =>
        Assert.Throws<FormatException>(() => CanonicalJson.Canonicalize((byte[])[(byte)'"', 0xC0, 0x80, (byte)'"']));

    [Fact]
    public void An_element_deep_in_a_document_gives_the_form_of_its_own_text()
    {
        using JsonDocument document = JsonDocument.Parse("""{"x":[{"b":"\u0062","a":1.50}]}""");
        var collected = new ArrayBufferWriter<byte>();
        CanonicalJson.Canonicalize(document.RootElement.GetProperty("x")[0], collected);
        Assert.Equal("""{"a":1.5,"b":"b"}""", Encoding.UTF8.GetString(collected.WrittenSpan));
    }

    [Fact]
    public void An_element_and_its_text_have_the_same_form()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            string text = JsonText.Any(random, depth: 1).Write(random);
            using JsonDocument document = JsonDocument.Parse(text);
            var collected = new ArrayBufferWriter<byte>();
            CanonicalJson.Canonicalize(document.RootElement, collected);
            byte[] expected = CanonicalJson.Canonicalize(Encoding.UTF8.GetBytes(text));
            Assert.True(expected.AsSpan().SequenceEqual(collected.WrittenSpan), $"seed {seed}");
            byte[] ofElement = CanonicalJson.Canonicalize(document.RootElement);
            Assert.True(expected.AsSpan().SequenceEqual(ofElement), $"seed {seed}");
        }
    }

    [Fact]
    public void Permuted_and_respelled_values_share_a_form_that_is_its_own_form()
    {
        for (int seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            JsonText text = JsonText.Any(random, depth: 4);
            string first = Canonical(text.Write(random));
            Assert.True(first == Canonical(text.Write(random)), $"seed {seed}: two spellings differ");
            Assert.True(first == Canonical(first), $"seed {seed}: not idempotent");
            using JsonDocument before = JsonDocument.Parse(text.Write(random));
            using JsonDocument after = JsonDocument.Parse(first);
            Assert.True(IsSame(before.RootElement, after.RootElement), $"seed {seed}: another value");
        }
    }

    [Fact]
    public void Names_sort_as_ordinal_strings_do()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            string[] names =
                [.. Enumerable.Range(0, random.Next(2, 60)).Select(_ => JsonText.AnyString(random)).Distinct()];
            string json = "{" + string.Join(',', names.Select(n => JsonText.Quote(n, random) + ":1")) + "}";
            using JsonDocument document = JsonDocument.Parse(Canonical(json));
            IEnumerable<string> written = document.RootElement.EnumerateObject().Select(m => m.Name);
            Assert.True(names.Order(StringComparer.Ordinal).SequenceEqual(written), $"seed {seed}");
        }
    }

    [Fact]
    public void Random_doubles_come_back_to_the_bit()
    {
        for (int seed = 0; seed < 5_000; seed++)
        {
            double value = BitConverter.Int64BitsToDouble(new Random(seed).NextInt64(long.MinValue, long.MaxValue));
            if (!double.IsFinite(value))
                continue;
            string form = Canonical(value.ToString("E16", CultureInfo.InvariantCulture));
            Assert.True(value.Equals(double.Parse(form, CultureInfo.InvariantCulture)), $"seed {seed}: {form}");
        }
    }

    // JsonElement.DeepEquals compares the decimals of numbers; canonical form keeps the double they stand for.
    static bool IsSame(JsonElement a, JsonElement b) => (a.ValueKind, b.ValueKind) switch
    {
        (JsonValueKind.Number, JsonValueKind.Number) => a.GetDouble().Equals(b.GetDouble()),
        (JsonValueKind.Array, JsonValueKind.Array) => a.GetArrayLength() == b.GetArrayLength()
            && a.EnumerateArray().Zip(b.EnumerateArray()).All(pair => IsSame(pair.First, pair.Second)),
        (JsonValueKind.Object, JsonValueKind.Object) => a.GetPropertyCount() == b.GetPropertyCount()
            && a.EnumerateObject().All(m => b.TryGetProperty(m.Name, out JsonElement other) && IsSame(m.Value, other)),
        _ => JsonElement.DeepEquals(a, b),
    };
}
