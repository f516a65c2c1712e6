using System.Text;
using Reintegration.Events.Ledger;

namespace Reintegration.Events.Tests.Ledger;

public sealed class SignedNoteTests
{
    // Two checkpoints that the Go checksum database published, and the key built into every Go command.
    const string GoKey = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";

    const string GoNote =
        """
        go.sum database tree
        15081221
        BoMMe1wd25Tco0mYGROkyqxHZWx+hcSCtMV315Lu6Lg=

        — sum.golang.org Az3grilD7vQqTrv66jRgKM84Y80KTprrSt4bKmiOPxgmS5ZVBTeCl6dUvjYnN13R+C8j0jGY1WnUADGMkok3U0m2Zgo=

        """;

    const string LaterGoNote =
        """
        go.sum database tree
        63096908
        8lHrQPRYe4KT4WQ9/Qk8/taKnD6IRHbFgfN7vQE2Y54=

        — sum.golang.org Az3gri/oVBN1jAhNZ/iS+W31psFAWRT20/GyrhpU6taFwulQGetBkH5S7wpGXdS935jiIGiUUAXBVHzT/P6fYhqAmAk=

        """;

    const string Text = "first line\n\nthird line\n";

    [Theory]
    [InlineData(GoNote, 15081221)]
    [InlineData(LaterGoNote, 63096908)]
    public void Checkpoints_of_the_go_checksum_database_verify(string note, long size)
    {
        var policy = new LogPolicy("go.sum database tree", VerifierKey.Parse(GoKey)!);
        SignedCheckpoint? opened =
            SignedCheckpoint.Open(Encoding.UTF8.GetBytes(note), policy, out CheckpointVerdict verdict);
        Assert.Equal(CheckpointVerdict.Trusted, verdict);
        Assert.Equal(size, opened!.Checkpoint.Size);
        Assert.Equal(note, opened.Note.ToString());
    }

    [Fact]
    public void A_foreign_note_fails_when_any_byte_of_its_text_changes()
    {
        byte[] note = Encoding.UTF8.GetBytes(GoNote);
        VerifierKey key = VerifierKey.Parse(GoKey)!;
        int textLength = GoNote.IndexOf("\n\n", StringComparison.Ordinal);
        for (int i = 0; i < textLength; i++)
        {
            note[i] ^= 1;
            Assert.NotEqual(NoteVerdict.Signed, SignedNote.Parse(note, out _)?.Check([key], out _));
            note[i] ^= 1;
        }
    }

    [Fact]
    public void The_example_note_of_the_standard_is_read_and_written_unchanged()
    {
        const string Example =
            """
            Ognuno sta solo sul cuor della terra
            trafitto da un raggio di sole:

            ed è subito sera.

            — quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=

            """;
        SignedNote? note = SignedNote.Parse(Encoding.UTF8.GetBytes(Example), out _);
        Assert.Equal("quasimodo.example/salvatore", Assert.Single(note!.Signatures).Name);
        Assert.EndsWith("ed è subito sera.\n", note.Text, StringComparison.Ordinal);
        Assert.Equal(Example, note.ToString());
    }

    [Fact]
    public async Task A_note_we_sign_is_read_back_and_verified()
    {
        SignedNote note = await SignedNote.Sign(Text, CancellationToken.None, Keys.Log);
        SignedNote? read = SignedNote.Parse(note.ToBytes(), out string? fault);
        Assert.Null(fault);
        Assert.Equal(Text, read!.Text);
        Assert.Equal(NoteVerdict.Signed, read.Check([Keys.Log.Key], out IReadOnlyList<VerifierKey> signedBy));
        Assert.Equal([Keys.Log.Key], signedBy);
    }

    [Fact]
    public async Task Unknown_keys_are_ignored_and_a_false_line_of_a_known_key_spoils_the_note()
    {
        using var stranger = new SignerKey("stranger.example", NoteKeyType.Ed25519, Keys.Seed("stranger"));
        SignedNote note = await SignedNote.Sign(Text, CancellationToken.None, stranger, Keys.Log);
        Assert.Equal(NoteVerdict.Signed, note.Check([Keys.Log.Key], out _));
        Assert.Equal(NoteVerdict.NoTrustedKey, note.Check([Keys.Witness.Key], out _));
        Assert.Equal(NoteVerdict.NoTrustedKey, note.Check([], out _));

        SignedNote spoiled = note.With(new NoteSignature(Keys.Log.Key, new byte[64]));
        Assert.Equal(
            NoteVerdict.FalseSignature, spoiled.Check([Keys.Log.Key], out IReadOnlyList<VerifierKey> signedBy));
        Assert.Empty(signedBy);
    }

    [Fact]
    public async Task A_substituted_key_of_the_same_name_signs_nothing()
    {
        using var impostor = new SignerKey(Keys.Origin, NoteKeyType.Ed25519, Keys.Seed("impostor"));
        SignedNote note = await SignedNote.Sign(Text, CancellationToken.None, impostor);
        Assert.Equal(NoteVerdict.NoTrustedKey, note.Check([Keys.Log.Key], out _));

        // The impostor writes the true key's id over its own signature.
        SignedNote forged = SignedNote.Of(Text, new NoteSignature(Keys.Log.Key, note.Signatures[0].Bytes));
        Assert.Equal(NoteVerdict.FalseSignature, forged.Check([Keys.Log.Key], out _));
    }

    [Fact]
    public void Keys_are_read_and_written_in_the_form_other_tools_use()
    {
        VerifierKey go = VerifierKey.Parse(GoKey)!;
        Assert.Equal("sum.golang.org", go.Name);
        Assert.Equal(0x033de0aeu, go.Id);
        Assert.Equal(GoKey, go.ToString());

        string secret = SignerKey.Format(Keys.Origin, NoteKeyType.Ed25519, Keys.Seed(Keys.Origin));
        using SignerKey? signer = SignerKey.Parse(secret);
        Assert.Equal(Keys.Log.Key, signer!.Key);
        Assert.Equal(Keys.Log.Sign("x"u8), signer.Sign("x"u8));
    }

    [Fact]
    public void A_mangled_key_is_no_key()
    {
        for (int i = 0; i < GoKey.Length; i++)
        {
            char[] mangled = GoKey.ToCharArray();
            mangled[i]++;
            Assert.Null(VerifierKey.Parse(new string(mangled)));
            Assert.Null(VerifierKey.Parse(GoKey[..i]));
            Assert.Null(VerifierKey.Parse(GoKey.Remove(i, 1)));
        }

        Assert.Null(SignerKey.Parse(GoKey));
        Assert.Null(SignerKey.Parse("PRIVATE+KEY+" + GoKey));
    }

    [Theory]
    [InlineData("")]
    [InlineData("text\n")]
    [InlineData("text\n\n")]
    [InlineData("text\n\n\n")]
    [InlineData("text\n\n— name AAAAAAAA")]
    [InlineData("text\n\n- name AAAAAAAA\n")]
    [InlineData("text\n\n— name  AAAAAAAA\n")]
    [InlineData("text\n\n— na+me AAAAAAAA\n")]
    [InlineData("text\n\n— name AAAA\n")]
    [InlineData("text\n\n— name AAAAAAB=\n")]
    [InlineData("text\n\n— name AAAA AAAA\n")]
    [InlineData("te\rxt\n\n— name AAAAAAAA\n")]
    [InlineData("te\0xt\n\n— name AAAAAAAA\n")]
    [InlineData("text\n\n— name AAAAAAAA\nmore\n")]
    public void What_is_not_a_note_is_refused_with_a_reason(string note)
    {
        Assert.Null(SignedNote.Parse(Encoding.UTF8.GetBytes(note), out string? fault));
        Assert.NotNull(fault);
    }

    [Fact]
    public void Sixty_four_signatures_are_read_and_no_more()
    {
        string line = "— name AAAAAAAA\n";
        Assert.NotNull(
            SignedNote.Parse(Encoding.UTF8.GetBytes("t\n\n" + string.Concat(Enumerable.Repeat(line, 64))), out _));
        Assert.Null(
            SignedNote.Parse(Encoding.UTF8.GetBytes("t\n\n" + string.Concat(Enumerable.Repeat(line, 65))), out _));
        Assert.Null(SignedNote.Parse((byte[])[0xFF, .. Encoding.UTF8.GetBytes("t\n\n" + line)], out _));
    }

    [Fact]
    public async Task Keys_sign_only_in_their_own_way()
    {
        Assert.Throws<ArgumentException>(() => SignedNote.Of("no newline"));
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await SignedNote.Sign(Text, CancellationToken.None, Keys.Witness));
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await Cosignature.Sign(
                Keys.Log, DateTimeOffset.UnixEpoch, SignedNote.Of(Text), CancellationToken.None));
    }
}
