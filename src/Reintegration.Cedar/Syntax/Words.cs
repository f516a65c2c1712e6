using System.Collections.Frozen;

namespace Reintegration.Cedar;

/// <summary>Which identifiers may stand where.</summary>
internal static class Words
{
    private static readonly FrozenSet<string> Reserved =
        new[] { "true", "false", "if", "then", "else", "in", "is", "like", "has", "__cedar" }.ToFrozenSet();

    public static bool IsReserved(string word) => Reserved.Contains(word);

    /// <summary>
    /// Whether the text could be written as an identifier: an attribute after a point, part of a type name.
    /// </summary>
    public static bool IsIdentifier(string text)
    {
        if (text.Length == 0 || char.IsAsciiDigit(text[0]) || IsReserved(text))
            return false;
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '_')
                return false;
        }

        return true;
    }

    /// <summary>Whether the text is a name as types have: identifiers joined by <c>::</c>.</summary>
    public static bool IsName(string text)
    {
        foreach (var part in text.Split("::"))
        {
            if (!IsIdentifier(part))
                return false;
        }

        return true;
    }
}
