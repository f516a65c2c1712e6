using System.Globalization;
using System.Text;

namespace Reintegration.Events.Tests.Ledger;

/// <summary>A random JSON value that can be spelled in many ways: members permuted, escapes and numbers respelled.</summary>
sealed class JsonText
{
    static readonly string[] Letters =
        ["a", "b", "Z", "0", "/", "~", "\"", "\\", "\n", "\u0001", "\u007f", "é", "€", "\ud7ff", "\ue000", "\uffee", "\U0001F600", "\U0010FFF0"];

    readonly List<(string Name, JsonText Value)>? _members;
    readonly List<JsonText>? _items;
    readonly Func<Random, string>? _scalar;

    JsonText(List<(string, JsonText)> members) => _members = members;

    JsonText(List<JsonText> items) => _items = items;

    JsonText(Func<Random, string> scalar) => _scalar = scalar;

    public static JsonText Any(Random random, int depth)
    {
        switch (random.Next(depth > 0 ? 7 : 5))
        {
            case 0:
                string literal = new[] { "true", "false", "null" }[random.Next(3)];
                return new JsonText(_ => literal);
            case 1:
                int whole = random.Next(-1000, 1000);
                return new JsonText(r => r.Next(2) == 0 ? $"{whole}" : $"{whole}.0e0");
            case 2:
                double fraction = (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-30, 16));
                return new JsonText(r => fraction.ToString(r.Next(2) == 0 ? "R" : "E16", CultureInfo.InvariantCulture));
            case 3 or 4:
                string text = AnyString(random);
                return new JsonText(r => Quote(text, r));
            case 5:
                return new JsonText([.. Enumerable.Range(0, random.Next(5)).Select(_ => Any(random, depth - 1))]);
            default:
                return new JsonText([.. Enumerable.Range(0, random.Next(30)).Select(_ => AnyString(random)).Distinct()
                    .Select(name => (name, Any(random, depth - 1)))]);
        }
    }

    public static string AnyString(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => Letters[random.Next(Letters.Length)]));

    public string Write(Random random)
    {
        string space = random.Next(3) == 0 ? " \n" : "";
        if (_scalar is not null)
            return space + _scalar(random) + space;
        if (_items is not null)
            return $"[{space}{string.Join(',', _items.Select(i => i.Write(random)))}]";
        var members = _members!.ToArray();
        random.Shuffle(members);
        return $"{{{space}{string.Join(',', members.Select(m => Quote(m.Name, random) + ":" + m.Value.Write(random)))}}}";
    }

    public static string Quote(string text, Random random)
    {
        var quoted = new StringBuilder("\"");
        for (int i = 0; i < text.Length; i++)
        {
            bool mustEscape = text[i] is '"' or '\\' or < ' ';
            bool isPair = char.IsHighSurrogate(text[i]);
            if (mustEscape || random.Next(4) == 0)
            {
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i]:x4}");
                if (isPair)
                    quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[++i]:X4}");
            }
            else
            {
                quoted.Append(text[i]);
                if (isPair)
                    quoted.Append(text[++i]);
            }
        }

        return quoted.Append('"').ToString();
    }
}
