namespace Reintegration.Events.Events;

/// <summary>What an event may at most hold; every published schema carries these numbers.</summary>
public static class Limits
{
    /// <summary>A name, a place, a role: one line. In Unicode code points, as JSON Schema counts.</summary>
    public const int ShortTextLength = 200;

    /// <summary>A note or an account: about one page. In Unicode code points.</summary>
    public const int LongTextLength = 4_000;

    /// <summary>An opaque reference minted by some system; no reason for it to be longer.</summary>
    public const int ReferenceLength = 128;

    /// <summary>Items of one list, unless the member says otherwise.</summary>
    public const int ListItems = 50;

    /// <summary>The largest integer every JSON reader can hold exactly (RFC 8259, section 6).</summary>
    public const long LargestInteger = 9_007_199_254_740_991;

    /// <summary>Enough errors to mend a record by; a hostile one cannot make us write a book.</summary>
    public const int ErrorsReported = 50;

    /// <summary>Longest member name repeated in a pointer: a long one is a payload in disguise.</summary>
    public const int PointerNameLength = 64;

    /// <summary>What concerns a child is looked at again within half a year (domain.md 3.5, rule 8).</summary>
    public const int JuvenileReviewMonths = 6;
}
