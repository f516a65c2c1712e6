namespace Reintegration.Cedar;

/// <summary>How large an input may be. Beyond a limit an input is refused with an error that says so.</summary>
public static class Limits
{
    /// <summary>
    /// How deeply brackets, conditionals and JSON values may nest. The readers recurse once per level; this many levels
    /// fit many times into the smallest stack a thread is given, and no one has written a rule a tenth as deep.
    /// </summary>
    public const int Nesting = 128;

    /// <summary>
    /// How high an expression tree may be. A chain such as <c>a + b + c</c> is as high as it is long, so this also
    /// bounds chains; evaluation recurses once per level and must not exhaust the stack whatever a rule says.
    /// </summary>
    public const int Depth = 500;

    /// <summary>
    /// Characters in one text. Positions are ints and a reader keeps a few times the text in memory; rules are prose
    /// written by people, and ten megabytes are some hundred thousand of them.
    /// </summary>
    public const int TextLength = 10_000_000;
}
