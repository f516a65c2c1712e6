using System.Text.RegularExpressions;

namespace Reintegration.Events.Events;

/// <summary>
/// An enrolled organisation, e.g. <c>probation</c> or <c>community-haven</c>: lower kebab, at most 64 characters.
/// </summary>
public readonly partial record struct AgencyId(string Value) : IComparable<AgencyId>
{
    public static bool TryParse(string? text, out AgencyId id)
    {
        id = new AgencyId(text ?? "");
        return text is not null && Form.IsMatch(text);
    }

    public static AgencyId Parse(string text) =>
        TryParse(text, out var id)
            ? id
            : throw new FormatException($"'{text}' is not an agency id: use lower-case letters, digits and '-'.");

    /// <summary>The CloudEvents <c>source</c> of everything this agency posts.</summary>
    public string Source => $"/agencies/{Value}";

    public int CompareTo(AgencyId other) => string.CompareOrdinal(Value, other.Value);
    public static bool operator <(AgencyId left, AgencyId right) => left.CompareTo(right) < 0;
    public static bool operator >(AgencyId left, AgencyId right) => left.CompareTo(right) > 0;
    public static bool operator <=(AgencyId left, AgencyId right) => left.CompareTo(right) <= 0;
    public static bool operator >=(AgencyId left, AgencyId right) => left.CompareTo(right) >= 0;
    public override string ToString() => Value;

    // \z and not $, which would let a final line feed through.
    [GeneratedRegex("^[a-z][a-z0-9-]{0,63}\\z")]
    private static partial Regex Form { get; }
}

/// <summary>One person's way back, under a pseudonymous id minted by the server.</summary>
public readonly record struct CaseId(Guid Value)
{
    public static bool TryParse(string? text, out CaseId id)
    {
        var well = LowerUuid.TryParse(text, out var value);
        id = new CaseId(value);
        return well;
    }

    public static CaseId Parse(string text) =>
        TryParse(text, out var id)
            ? id
            : throw new FormatException($"'{text}' is not a case id: it is a lower-case UUID.");

    public override string ToString() => Value.ToString("D");
}

/// <summary>What one agency says about one case; with no case, what it says about organisations.</summary>
/// <remarks>Law 5: exactly one stream per (owner, case), so that versions reveal nothing of what others
/// report.</remarks>
public readonly record struct StreamId(AgencyId Owner, CaseId? Case)
{
    public override string ToString() => $"({Owner}, {Case?.ToString() ?? "-"})";
}

/// <summary>The world-wide name of an event: who recorded it and under which id. CloudEvents (source, id).</summary>
public readonly record struct EventName(AgencyId Owner, Guid Id)
{
    public static bool TryParse(string? text, out EventName name)
    {
        name = default;
        if (text?.Split('/') is not ["", "agencies", var owner, "events", var id]) return false;
        if (!AgencyId.TryParse(owner, out var agency) || !LowerUuid.TryParse(id, out var value)) return false;
        name = new EventName(agency, value);
        return true;
    }

    public static EventName Parse(string text) =>
        TryParse(text, out var name)
            ? name
            : throw new FormatException($"'{text}' is not an event name: /agencies/<agency>/events/<uuid>.");

    public override string ToString() => $"{Owner.Source}/events/{Id:D}";
}

/// <summary>UUIDs in the one spelling we accept, so that one id never has two names.</summary>
public static class LowerUuid
{
    public static bool TryParse(string? text, out Guid value) =>
        Guid.TryParseExact(text, "D", out value) && value.ToString("D") == text;

    /// <summary>UUIDv8 (RFC 9562) of the first 16 bytes of a hash: the same hash, the same id.</summary>
    public static Guid OfHash(ReadOnlySpan<byte> hash)
    {
        Span<byte> id = stackalloc byte[16];
        hash[..16].CopyTo(id);
        id[6] = (byte)((id[6] & 0x0F) | 0x80);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new Guid(id, bigEndian: true);
    }
}
