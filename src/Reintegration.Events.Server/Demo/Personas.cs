namespace Reintegration.Events.Server.Demo;

/// <summary>A made-up official one can be in the demo.</summary>
public sealed record Persona(string Name, string Agency, string Official, string[] Roles, int Clearance, string Does)
{
    public string Client => Roles is ["agency-system"] ? Official : "demo-console";
    /// <summary>The purpose this persona usually reads for.</summary>
    public string Purpose { get; init; } = "supervision";
}

public static class Personas
{
    static readonly Persona[] People =
    [
        new("prison-release-coordinator", "prison", "official-prison-1", ["coordinator"], 0, "plans releases") { Purpose = "reintegration" },
        new("prison-psychologist", "prison", "official-prison-2", ["psychologist"], 0, "assesses and treats in custody") { Purpose = "reintegration" },
        new("prison-religious-mentor", "prison", "official-prison-3", ["religious-mentor"], 0, "holds mentoring sessions") { Purpose = "reintegration" },
        new("probation-officer", "probation", "official-probation-1", ["practitioner"], 2, "supervises after release"),
        new("police-offender-manager", "police", "official-police-1", ["practitioner"], 2, "manages public protection") { Purpose = "public-protection" },
        new("intelligence-analyst", "intelligence", "official-intelligence-1", ["intelligence-analyst"], 4, "keeps the threat picture") { Purpose = "threat-prevention" },
        new("liaison-officer", "intelligence", "official-intelligence-2", ["liaison-officer"], 3, "decides what leaves the service") { Purpose = "threat-prevention" },
        new("community-mentor", "community-haven", "official-haven-1", ["practitioner"], 0, "walks beside the person") { Purpose = "reintegration" },
        new("panel-chair", "probation", "official-probation-2", ["panel-chair"], 2, "chairs the multi-agency panel") { Purpose = "public-protection" },
        new("evaluator", "coordination", "official-coordination-2", ["evaluator"], 0, "measures outcomes") { Purpose = "evaluation" },
        new("national-coordinator", "coordination", "official-coordination-4", ["national-coordinator"], 0, "watches the six pillars") { Purpose = "evaluation" },
        new("auditor", "oversight", "official-oversight-1", ["auditor"], 4, "replays and proves") { Purpose = "oversight" },
        new("policy-steward", "coordination", "official-coordination-1", ["policy-steward"], 0, "keeps the sharing policy") { Purpose = "oversight" },
        new("operator", "coordination", "official-coordination-3", ["operator"], 0, "keeps it running") { Purpose = "oversight" },
    ];

    static readonly string[] Agencies =
        ["prison", "probation", "police", "intelligence", "community-haven", "health-north", "oversight", "coordination"];

    public static readonly ImmutableArray<Persona> All =
    [
        .. People,
        .. Agencies.Select(agency => new Persona(
            $"dpo-{agency}", agency, $"official-{agency}-dpo", ["data-protection-officer"], 0,
            "answers for its agency's data") { Purpose = "rights-request" }),
        .. Agencies.Select(agency => new Persona(
            $"{agency}-system", agency, $"{agency}-system", ["agency-system"], 0, "posts what its people recorded")),
    ];

    public static Persona? Find(string? name) => All.FirstOrDefault(persona => persona.Name == name);
}
