namespace Reintegration.Events.Policy;

/// <summary>The Traffic Light Protocol 2.0 label of an event: what readers know it by, derived and never a control.</summary>
public static class Tlp
{
    /// <remarks>
    /// RED: named recipients only. AMBER+STRICT: not beyond the agency that got it without its originator. AMBER: those
    /// whom it is listed for. GREEN: whoever works on the case. CLEAR: what is public anyway.
    /// </remarks>
    public static string Of(Envelope envelope) => envelope switch
    {
        { Handling.Code: HandlingCode.H3 } => "RED",
        _ when envelope.HasLabel("ORCON") || envelope.HasLabel("SOURCE") => "RED",
        { Handling.Onward: Onward.OriginatorConsent } => "AMBER+STRICT",
        { Handling.Onward: Onward.Listed } => "AMBER",
        { Sensitivity: Sensitivity.S0 } => "CLEAR",
        _ => "GREEN",
    };
}
