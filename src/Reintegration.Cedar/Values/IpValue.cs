using System.Buffers.Binary;

namespace Reintegration.Cedar;

/// <summary>An IPv4 or IPv6 address with a prefix length; a single address has the full length.</summary>
/// <remarks>The host bits are kept, so <c>10.0.0.1/24</c> and <c>10.0.0.0/24</c> are different values of equal
/// range.</remarks>
public sealed class IpValue : Value
{
    private readonly UInt128 address;

    private IpValue(UInt128 address, bool isV4, int prefix)
    {
        this.address = address;
        IsV4 = isV4;
        Prefix = prefix;
    }

    public override ValueKind Kind => ValueKind.Ip;

    public bool IsV4 { get; }

    public int Prefix { get; }

    private int Width => IsV4 ? 32 : 128;

    private UInt128 HostMask => Prefix == Width ? 0 : (UInt128.MaxValue >> (128 - Width)) >> Prefix;

    public bool IsLoopback => IsV4 ? address >> 24 == 127 && Prefix >= 8 : address == 1 && Prefix == 128;

    public bool IsMulticast => IsV4 ? address >> 28 == 14 && Prefix >= 4 : address >> 120 == 255 && Prefix >= 8;

    /// <summary>Reads an address or <c>address/prefix</c>; null for anything else, IPv4 inside IPv6 included.</summary>
    public static IpValue? TryParse(string text)
    {
        if (text.Count(c => c == ':') >= 2 && text.Count(c => c == '.') >= 2)
            return null;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var body = slash < 0 ? text.AsSpan() : text.AsSpan(0, slash);
        UInt128 address;
        bool isV4;
        if (IpText.TryParseV4(body, out var v4))
            (address, isV4) = (v4, true);
        else if (IpText.TryParseV6(body, out address))
            isV4 = false;
        else
            return null;
        var prefix = isV4 ? 32 : 128;
        if (slash >= 0 && !TryParsePrefix(text.AsSpan(slash + 1), prefix, out prefix))
            return null;
        return new IpValue(address, isV4, prefix);
    }

    public bool IsInRange(IpValue range) =>
        IsV4 == range.IsV4
        && (range.address & ~range.HostMask) <= (address & ~HostMask)
        && (address | HostMask) <= (range.address | range.HostMask);

    public override bool Equals(Value? other) =>
        other is IpValue that && that.IsV4 == IsV4 && that.Prefix == Prefix && that.address == address;

    public override int GetHashCode() => HashCode.Combine(nameof(IpValue), address, IsV4, Prefix);

    public override string ToString() => $"ip(\"{Text}\")";

    internal string Text
    {
        get
        {
            Span<byte> bytes = stackalloc byte[16];
            BinaryPrimitives.WriteUInt128BigEndian(bytes, address);
            var written = IsV4 ? string.Join('.', bytes[12..].ToArray()) : IpText.WriteV6(address);
            return Prefix == Width ? written : $"{written}/{Prefix}";
        }
    }

    private static bool TryParsePrefix(ReadOnlySpan<char> text, int width, out int prefix)
    {
        prefix = 0;
        // Only the shortest way of writing a length is taken, so that one range has one text.
        if (text.Length is < 1 or > 3 || text.ContainsAnyExceptInRange('0', '9') || (text.Length > 1 && text[0] == '0'))
            return false;
        prefix = int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
        return prefix <= width;
    }
}
