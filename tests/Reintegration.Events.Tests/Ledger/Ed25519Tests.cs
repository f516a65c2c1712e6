using System.Numerics;
using Reintegration.Events.Ledger;

namespace Reintegration.Events.Tests.Ledger;

public sealed class Ed25519Tests
{
    static readonly byte[] Seed =
        Convert.FromHexString("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");

    [Theory]
    // RFC 8032, section 7.1, tests 1 to 3.
    [InlineData(
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")]
    [InlineData(
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")]
    [InlineData(
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a")]
    public void The_vectors_of_the_standard_are_signed_and_verified(
        string seed, string key, string message, string signature)
    {
        byte[] text = Convert.FromHexString(message);
        Assert.Equal(key, Convert.ToHexStringLower(Ed25519.PublicKey(Convert.FromHexString(seed))));
        Assert.Equal(signature, Convert.ToHexStringLower(Ed25519.Sign(Convert.FromHexString(seed), text)));
        Assert.True(Ed25519.Verify(Convert.FromHexString(key), text, Convert.FromHexString(signature)));
    }

    [Fact]
    public void Changing_any_byte_of_key_message_or_signature_fails()
    {
        byte[] key = Ed25519.PublicKey(Seed);
        byte[] message = "a checkpoint"u8.ToArray();
        byte[] signature = Ed25519.Sign(Seed, message);
        Assert.True(Ed25519.Verify(key, message, signature));
        foreach (byte[] part in (byte[][])[key, message, signature])
            for (int i = 0; i < part.Length; i++)
            {
                part[i] ^= 1;
                Assert.False(Ed25519.Verify(key, message, signature));
                part[i] ^= 1;
            }

        Assert.True(Ed25519.Verify(key, message, signature));
    }

    [Fact]
    public void A_malleated_signature_is_refused()
    {
        byte[] key = Ed25519.PublicKey(Seed);
        byte[] signature = Ed25519.Sign(Seed, "once"u8);
        byte[] malleated = [.. signature];
        for (int times = 0; times < 14; times++)
        {
            AddOrder(malleated);
            Assert.False(Ed25519.Verify(key, "once"u8, malleated));
        }
    }

    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("0100000000000000000000000000000000000000000000000000000000000080")]
    [InlineData("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")]
    [InlineData("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    [InlineData("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")]
    [InlineData("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa")]
    [InlineData("0100")]
    public void A_weak_or_misshapen_key_verifies_nothing(string key)
    {
        byte[] bytes = Convert.FromHexString(key);
        Assert.False(Ed25519.IsPublicKey(bytes));
        // Under the neutral point as a key, this signature holds for any message unless the key is refused.
        byte[] universal = [1, .. new byte[63]];
        Assert.False(Ed25519.Verify(bytes, "anything"u8, universal));
    }

    [Fact]
    public void A_signature_of_another_length_is_refused()
    {
        byte[] signature = Ed25519.Sign(Seed, "x"u8);
        Assert.False(Ed25519.Verify(Ed25519.PublicKey(Seed), "x"u8, signature.AsSpan(0, 63)));
        Assert.False(Ed25519.Verify(Ed25519.PublicKey(Seed), "x"u8, (byte[])[.. signature, 0]));
        Assert.Throws<ArgumentException>(() => Ed25519.Sign(Seed.AsSpan(1), "x"u8));
    }

    /// <summary>Adds the group order to S: another spelling of a signature, which a lax verifier accepts.</summary>
    internal static void AddOrder(Span<byte> signature)
    {
        BigInteger order = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493");
        BigInteger s = new BigInteger(signature[32..], isUnsigned: true) + order;
        signature[32..].Clear();
        s.ToByteArray(isUnsigned: true).CopyTo(signature[32..]);
    }
}
