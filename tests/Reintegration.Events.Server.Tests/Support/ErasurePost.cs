namespace Reintegration.Events.Server.Tests.Support;

/// <summary>Well-formed posts about erasure.</summary>
static partial class Post
{
    public static object By(string role, string reference) => new { author = new { role, reference } };

    public static byte[] Proposed(string agency, string key, object facts, string role = "data-protection-officer") =>
        Event(agency, key, "governance.erasure-proposed", null, facts, about: By(role, "dpo-1"));

    public static byte[] Approved(
        string agency, string key, string proposal, string? of = null, string role = "practitioner",
        string reference = "second-1") =>
        Event(
            agency, key, "governance.erasure-approved", null, new { proposal = Name(of ?? agency, proposal) },
            about: By(role, reference));

    public static byte[] Held(string agency, string key, object facts) =>
        Event(agency, key, "governance.legal-hold-placed", null, facts, about: By("practitioner", "counsel-1"));
}
