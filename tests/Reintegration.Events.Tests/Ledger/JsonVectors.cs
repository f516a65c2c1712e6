using System.Text;
using System.Text.Json.Nodes;
using Reintegration.Events.Ledger;

namespace Reintegration.Events.Tests.Ledger;

/// <summary>
/// The part of the vectors that is about JSON: what is accepted and in what form, and what is refused.
/// </summary>
static class JsonVectors
{
    static readonly string[] Accepted =
    [
        """{"b":1,"a":[true,false,null],"":{}}""",
        """ { "\u0061b" : "\u20ac\/" , "aa" : "\u000F\n\"\\" } """,
        """{"\ud83d\ude00":"U+1F600 stands before U+FB33","\ufb33":0,"\u00f6":0,"\r":0,"1":0}""",
        """[0,-0,1.0,4.50,2e-3,0.000001,1e-7,1e15,123456789.125,9007199254740991,-9007199254740991,5e-324]""",
        """[333333333.33333329,1424953923781206.2,0.1,1.7976931348623157e-300]""",
    ];

    static readonly string[] Faulty =
    [
        """{"a":1,"a":2}""",
        """{"x":[{"d":1,"\u0064":2}]}""",
        """{"a/b":{"~":["\ud800"]}}""",
        """["\uffff"]""",
        """{"n":9007199254740992}""",
        """{"n":1e30}""",
        """{"a":[1,2,]}""",
        """{} {}""",
        new string('[', IJsonLimits.DefaultDepth + 1) + new string(']', IJsonLimits.DefaultDepth + 1),
    ];

    public static IEnumerable<JsonObject> Canonical() => Accepted.Select(text => new JsonObject
    {
        ["text"] = text,
        ["canonical"] = Encoding.UTF8.GetString(CanonicalJson.Canonicalize(Encoding.UTF8.GetBytes(text))),
    });

    public static IEnumerable<JsonObject> Refused() => Faulty.Select(text =>
    {
        IJsonRefusal refusal = IJson.Check(Encoding.UTF8.GetBytes(text), IJsonLimits.Default)!;
        return new JsonObject
        {
            ["text"] = text,
            ["reason"] = refusal.Reason.ToString(),
            ["pointer"] = refusal.Pointer,
        };
    });
}
