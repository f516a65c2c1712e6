namespace Reintegration.Events.Server.Doors;

/// <summary>Every refusal the house can give, once. Published at <c>GET /problems/{name}</c>.</summary>
public static class Problems
{
    public static readonly Problem MalformedJson = new("malformed-json", 400, "The body is not strict JSON.",
        "Send UTF-8 I-JSON (RFC 7493): one value, no duplicate keys, no lone surrogates, integers within 2^53-1.");
    public static readonly Problem MalformedEvent = new(
        "malformed-event", 400, "The CloudEvents attributes are not well formed.",
        "Send id (lower-case UUID), source, type, time (RFC 3339 with offset), specversion 1.0 and data {about, facts}; see errors.");
    public static readonly Problem MalformedReceipt = new(
        "malformed-receipt", 400, "The receipt names what this feed has not given.",
        "Send {\"items\": [...]} with the ids of items of your own feed, under the Purpose it was read for.");
    public static readonly Problem MalformedQuery = new(
        "malformed-query", 400, "A query parameter or header is not well formed.",
        "See errors for the parameter and the form it takes.");
    public static readonly Problem MalformedBody = new(
        "malformed-body", 400, "The body does not have the form this door takes.",
        "See errors for the member and the form it takes; GET /openapi/v1.json describes the door.");
    public static readonly Problem PurposeMissing = new("purpose-missing", 400, "A case read needs a purpose.",
        "Send the header Purpose with a word of the purposes list in contracts/vocabulary.json.");
    public static readonly Problem PurposeWrong = new(
        "purpose-wrong", 400, "The purpose is unknown, or not one your agency is authorised for.",
        "Send a purpose your agency's enrolment lists under authorisedPurposes.");
    public static readonly Problem LegalBasisUndefined = new(
        "legal-basis-undefined", 400, "No legal basis is defined for this purpose.",
        "Send the header Legal-Basis with a word of the legalBases list, or use a purpose for which the policy bundle has a default.");
    public static readonly Problem SeatAmbiguous = new("seat-ambiguous", 400, "You hold several seats on this case.",
        "Send the header Seat with the role you are acting in.");
    public static readonly Problem TokenMissing = new("token-missing", 401, "A bearer token is needed.",
        "Send Authorization: Bearer <token> from your agency's identity provider; in demo mode POST /demo/token gives one.");
    public static readonly Problem TokenRefused = new("token-refused", 401, "The token was not accepted.",
        "Use an unexpired token of this deployment's issuer and audience, with the claims sub, agency and roles.");
    public static readonly Problem RoleNotAllowed = new("role-not-allowed", 403, "Your role does not open this door.",
        "contracts/doors.txt lists the roles of every door.");
    public static readonly Problem AgencyNotEnrolled = new(
        "agency-not-enrolled", 403, "The token's agency is not enrolled here.",
        "Ask the coordination office to enrol the agency.");
    public static readonly Problem FeedNotEnrolled = new(
        "feed-not-enrolled", 403, "Your agency has no feed for this purpose and legal basis.",
        "Send the Purpose, and the Legal-Basis, of one of the feedSeats of your agency's enrolment.");
    public static readonly Problem AgencySuspended = new(
        "agency-suspended", 403, "The token's agency is suspended.",
        "It is shown nothing and posts nothing until the coordination office enrols it again.");
    public static readonly Problem NotRecorded = new(
        "not-recorded", 422, "Another event of this batch was refused, so none was recorded.",
        "Mend what the other results name and send the batch again, or send it without atomic=true.");
    public static readonly Problem SourceNotYours = new(
        "source-not-yours", 403, "The event's source is not the token's agency.",
        "Post with source /agencies/<agency>, where <agency> is the token's agency claim.");
    public static readonly Problem TypeNotYours = new(
        "type-not-yours", 403, "Your agency does not produce events of this type.",
        "GET /catalogue/{type} names the producers; an enrolment may add types under producesTypes.");
    public static readonly Problem NotFound = new("not-found", 404, "There is nothing here for you.",
        "Either it does not exist, or you hold no seat that shows it.");
    public static readonly Problem UnknownLeaf = new(
        "unknown-leaf", 404, "No leaf of this ledger has that hash.",
        "Send the 64 hexadecimal digits of a receipt or an audit page. If a signed receipt names it, keep the receipt: it proves the loss.");
    public static readonly Problem UnknownTile = new(
        "unknown-tile", 404, "The tree has no such tile.",
        "Paths are those of C2SP tlog-tiles for the size of the checkpoint: tile/0/x001/067, tile/0/x001/068.p/5.");
    public static readonly Problem NotSealed = new(
        "not-sealed", 404, "No checkpoint has been cosigned by enough witnesses yet.",
        "Ask without sealed=true for the checkpoint as the ledger signed it, or again later.");
    public static readonly Problem MethodNotAllowed = new(
        "method-not-allowed", 405, "This door does not take that method.",
        "contracts/doors.txt lists the methods of every door.");
    public static readonly Problem NameTaken = new(
        "name-taken", 409, "This source and id already name an event with other content.",
        "Give the new event a new id; to change what was said, post a StatementCorrected that names the first.");
    public static readonly Problem WrongVersion = new(
        "wrong-version", 412, "Your stream is not at the expected version.",
        "Read your own events of the case, decide again, and post with expectedversion set to versionFound.");
    public static readonly Problem TooLarge = new("too-large", 413, "The request is too large.",
        "A single event may have 256 KiB; a batch 1,000 events and 4 MiB. Split it.");
    public static readonly Problem WrongMediaType = new(
        "wrong-media-type", 415, "This door does not take that media type.",
        "Send application/cloudevents+json (one event), application/cloudevents-batch+json (a list), or application/json with ce- headers.");
    public static readonly Problem Schema = new("schema", 422, "The event does not fit its schema.",
        "See errors; GET /catalogue/{type} gives the schema and an example.");
    public static readonly Problem UnknownType = new("unknown-type", 422, "There is no such event type.",
        "GET /catalogue lists the types.");
    public static readonly Problem UnknownTypeVersion = new(
        "unknown-type-version", 422, "The event type exists, but not in this version.",
        "GET /catalogue lists the types with their versions.");
    public static readonly Problem UnknownCode = new("unknown-code", 422, "A word is not in its closed list.",
        "See errors; contracts/vocabulary.json holds the lists, and enrolled agencies are named by their ids.");
    public static readonly Problem IllegalTransition = new(
        "illegal-transition", 422, "The case or stream is not in a state that allows this.",
        "See errors for what must be true first.");
    public static readonly Problem TimeAhead = new(
        "time-ahead", 422, "The event is said to have happened in the future.",
        "time may be at most 5 minutes ahead of the server; plans are events of their own types.");
    public static readonly Problem FourEyes = new(
        "four-eyes", 422, "Whoever proposed it cannot approve it.",
        "Have another human approve; author.reference names who acts.");
    public static readonly Problem EmergencySuspended = new(
        "emergency-suspended", 403, "Your right to break the glass is suspended.",
        "An earlier emergency access of yours was not reviewed within 72 hours; another person records its review first.");
    public static readonly Problem LegalHold = new(
        "legal-hold", 409, "A legal hold of your agency stands on what is to be erased.",
        "Approve again when it has ended; your own legal-hold-placed events say until when each stands.");
    public static readonly Problem NotErasable = new(
        "not-erasable", 422, "There is nothing of yours there that can be erased or held.",
        "Name an event of your own that is not erased and governs nothing, or a case in which you recorded something.");
    public static readonly Problem Erased = new("erased", 410, "This event was erased.",
        "Its record-expunged event says when it is complete everywhere; its receipt and its proof stay valid.");
    public static readonly Problem Expunged = new("expunged", 422, "Not replayable: expunged.",
        "What governed the case by then has been erased; what a seat was entitled to know cannot be told, nor guessed.");
    public static readonly Problem BundleRefused = new("bundle-refused", 422, "This is no policy bundle.",
        "See errors for file and line; 'reintegration policy check DIR' says the same of a directory.");
    public static readonly Problem BundleRetired = new("bundle-retired", 409, "The bundle has been retired.",
        "What was retired is not put in force again; propose another.");
    public static readonly Problem BundleNotAgreed = new(
        "bundle-not-agreed", 409, "Not everything that must be agreed before the bundle takes force is agreed.",
        "See errors for what is missing; GET /policy/bundles/{id} says who is asked and who has agreed.");
    public static readonly Problem ReportOutdated = new(
        "report-outdated", 409, "The report speaks of another change than the one at hand.",
        "Read the report of the last proposal and agree to that one; if what is in force has changed since, propose again.");
    public static readonly Problem BundleUnsound = new(
        "bundle-unsound", 422, "The analysis or the bundle's own tests found something wrong, so it is not put in force.",
        "See errors for file, line and rule; mend it and propose it again.");
    public static readonly Problem NotReplayable = new("not-replayable", 422, "This instant cannot be replayed here.",
        "The policy bundle in force then is not held by this server.");
    public static readonly Problem TreeSize = new("tree-size", 422, "The ledger's tree never had that size, or not in that order.",
        "Sizes run from 1 to that of the latest checkpoint; from may not be above to, nor a leaf at or beyond size.");
    public static readonly Problem HistoryBroken = new(
        "history-broken", 503, "The ledger does not continue what was signed before, so nothing of it is signed now.",
        "The operators have been told. Keep the checkpoints and receipts you hold: they prove what was lost.");
    public static readonly Problem TablesOverlap = new(
        "tables-overlap", 409, "This table could be solved against others that were told of the same snapshot.",
        "Ask for a table that GET /statistics lists, or for one of another snapshot: no tables may close a ring of dimensions.");
    public static readonly Problem NothingKept = new(
        "nothing-kept", 409, "No earlier build of this view is kept in the version that serves.",
        "Build it anew instead: POST /admin/projections/{view}/rebuild.");
    public static readonly Problem Internal = new("internal", 500, "The server failed.",
        "It is our fault and it has been logged. If you posted, send the same events again; ids make it safe.");
    public static readonly Problem ViewOfAnotherSeat = new(
        "view-of-another-seat", 403, "This view is for another seat.",
        "GET /views says for which sectors, role and purpose each view is; ask from such a seat, on its usual legal basis.");
    public static readonly Problem ViewBehind = new("view-behind", 503, "These rows are being decided again just now.",
        "Ask again in a moment: a list that lacks rows is never given.")
    { RetryAfterSeconds = 2 };
    public static readonly Problem Unavailable = new("unavailable", 503, "The ledger cannot be written just now.",
        "Nothing was released and nothing is known to be stored. Send the same request again; ids make it safe.")
    { RetryAfterSeconds = 2 };

    public static readonly ImmutableArray<Problem> All =
    [
        MalformedJson, MalformedEvent, MalformedReceipt, MalformedQuery, MalformedBody, PurposeMissing, PurposeWrong, LegalBasisUndefined,
        SeatAmbiguous, TokenMissing, TokenRefused, RoleNotAllowed, AgencyNotEnrolled, AgencySuspended, FeedNotEnrolled, NotRecorded,
        SourceNotYours, TypeNotYours, NotFound,
        UnknownLeaf, UnknownTile, NotSealed, MethodNotAllowed, NameTaken, WrongVersion, TooLarge, WrongMediaType, Schema,
        UnknownType, UnknownTypeVersion, UnknownCode, IllegalTransition, TimeAhead, FourEyes, EmergencySuspended, LegalHold, NotErasable, Erased,
        Expunged, BundleRefused, BundleRetired, BundleNotAgreed, ReportOutdated, BundleUnsound, NotReplayable, TreeSize, HistoryBroken,
        TablesOverlap, ViewOfAnotherSeat, ViewBehind, NothingKept, Internal, Unavailable,
    ];
}
