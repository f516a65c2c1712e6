using System.Net;
using Microsoft.AspNetCore.Diagnostics;
using Reintegration.Events.Policy.Change;
using Reintegration.Events.Server.Audit;
using Reintegration.Events.Server.Demo;
using Reintegration.Events.Server.Feeds;
using Reintegration.Events.Server.Governance;
using Reintegration.Events.Server.Intake;
using Reintegration.Events.Server.Queries;
using Reintegration.Events.Server.Statistics;
using Reintegration.Events.Views;

namespace Reintegration.Events.Server;

/// <summary>The host: every door of the house, listed by hand in the order of the flow.</summary>
public static class App
{
    /// <summary>A slow sender may not hold a connection for longer.</summary>
    static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(15);

    public static WebApplication Build(AppParts parts)
    {
        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { Args = [], ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.UseUrls(parts.Urls).ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestBody.BatchLimitBytes + 1; // One byte more, so that our own refusal is the one sent.
            kestrel.Limits.RequestHeadersTimeout = HeadersTimeout;
        });
        builder.Logging.SetMinimumLevel(parts.LogLevel).AddFilter(
            "Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        builder.Services.AddSingleton(parts).AddSingleton(parts.Ledger).AddSingleton(parts.Access)
            .AddSingleton(parts.Exposures ?? (IExposures)parts.Access).AddSingleton(parts.Catalog)
            .AddSingleton(parts.Bundles).AddSingleton(parts.Keys).AddSingleton(parts.Clock)
            .AddSingleton(parts.Signer).AddSingleton(parts.Signing).AddSingleton(services => Published(parts, services))
            .AddHostedService<SigningRounds>()
            .AddSingleton<CaseFiles>().AddSingleton<Erasures>().AddSingleton<BundleChanges>().AddSingleton<Automatic>()
            .AddSingleton<Consequences>().AddSingleton<Hits>().AddSingleton<HitNotices>()
            .AddHostedService(services => services.GetRequiredService<HitNotices>()).AddSingleton<EmergencyDoor>()
            .AddSingleton<Reception>().AddSingleton<Rejections>().AddSingleton<Release>()
            .AddSingleton<Looks>().AddSingleton<ManyCases>().AddSingleton<Looking>().AddSingleton<CaseReads>().AddSingleton<OwnReads>().AddSingleton<Oversight>().AddSingleton<Replays>()
            .AddSingleton<DataProtection>().AddSingleton<AccessPack>()
            .AddSingleton<PolicyMatrix>().AddSingleton<PolicyBundles>().AddSingleton<PolicyDiff>()
            .AddSingleton(parts.Envelopes ?? new LedgerScan(parts.Ledger)).AddSingleton<SnapshotRounds>().AddSingleton<Counting>()
            .AddSingleton<IStoredRows>(parts.Views is { } views ? views : new NoStoredRows()).AddSingleton<ViewReads>()
            .AddSingleton<Projecting>().AddHostedService(services => services.GetRequiredService<Projecting>())
            .AddSingleton(parts.Feeding).AddSingleton(parts.Feeding.Rows ?? new MemoryFeedRows(parts.Clock))
            .AddSingleton<FeedWriter>().AddSingleton<FeedReads>().AddSingleton<Recalls>().AddHostedService<FeedRounds>();
        Identity.Add(builder.Services, parts.Identity);
        WithoutKeyRing(builder.Services);
        OpenApiDocument.Add(builder.Services);

        var app = builder.Build();
        app.UseExceptionHandler(error => error.Run(context => Failure(context).ExecuteAsync(context)));
        app.UseStatusCodePages(context => StatusPage(context.HttpContext));
        app.UseRouting();
        app.UseAuthentication();
        Doors(app, parts);
        return app;
    }

    /// <summary>
    /// Authentication brings a key ring for cookies; we have none, and it would write its keys into the home folder.
    /// </summary>
    static void WithoutKeyRing(IServiceCollection services)
    {
        foreach (var starter in services.Where(service => service.ImplementationType?.Name == "DataProtectionHostedService").ToList())
            services.Remove(starter);
    }

    static Publications Published(AppParts parts, IServiceProvider services)
    {
        var log = services.GetRequiredService<ILogger<Publication>>();
        return new Publications(
            new Publication(
                "events", parts.Ledger, new CheckpointSigner(parts.Ledger, parts.Signer, parts.SignerMemory),
                new TreeIndex(parts.Ledger, parts.EventTree), parts.Signing, log),
            new Publication(
                "access", parts.Access, new CheckpointSigner(parts.Access, parts.AccessSigner, parts.AccessSignerMemory),
                new TreeIndex(parts.Access, parts.AccessTree), parts.Signing, log));
    }

    static void Doors(WebApplication app, AppParts parts)
    {
        // In: what agencies report.
        app.MapPost("/events", PostEvents.Post).OpenLateTo("agency-system").Describe(
            "Post one event or a batch", OpenApiDocument.PostEvents);
        app.MapPost("/cases/{caseId}/emergency-access", EmergencyDoor.Post).OpenLateTo(EmergencyAccess.Role).Describe(
            "Break the glass on one case, for a day at most", OpenApiDocument.EmergencyAccess);
        app.MapGet("/events", OwnEvents.List).OpenTo("agency-system").Describe(
            "Your own agency's events, for reconciliation");
        app.MapGet("/events/rejections", Rejections.List).OpenTo("agency-system").Describe(
            "What your agency posted of late and was refused");
        app.MapGet("/events/{id}", OwnEvents.Get).OpenTo("agency-system").Describe("One event of your own agency");
        app.MapGet("/events/{id}/proof", OwnEvents.Proof).OpenTo("agency-system").Describe(
            "One event of your own agency, with what proves it");
        app.MapMethods("/cases/{caseId}/stream", ["HEAD"], OwnEvents.Version).OpenTo("agency-system").Describe(
            "How far your own stream about a case has come: the header Stream-Version");
        app.MapGet("/catalogue", CataloguePages.List).OpenToAnyToken().Describe(
            "Every event type and who may produce it");
        app.MapGet("/catalogue/{type}", CataloguePages.Get).OpenToAnyToken().Describe(
            "Schema, example and producers of one type");

        // Out: what a seat is shown.
        app.MapGet("/cases", Cases.List).OpenTo(Roles.CaseReaders).Describe(
            "Cases on which you hold a live seat", OpenApiDocument.CaseRead);
        app.MapGet("/cases/{caseId}", Cases.Overview).OpenTo(Roles.CaseReaders).Describe(
            "What your seat may know of one case, summed up", OpenApiDocument.CaseRead);
        app.MapGet("/cases/{caseId}/timeline", Cases.Timeline).OpenTo(Roles.CaseReaders).Describe(
            "What your seat may know of one case, event by event", OpenApiDocument.CaseRead);
        app.MapGet("/views", ViewDoors.Index).OpenToAnyToken().Describe("Every view, its columns, and whose seat it is for");
        app.MapGet("/views/{view}", ViewDoors.List).OpenToAnyToken().Describe(
            "Rows of a view that your seat is shown: filtered, sorted, page by page, as JSON or CSV", OpenApiDocument.ViewRead);
        app.MapGet("/views/{view}/{key}", ViewDoors.Get).OpenToAnyToken().Describe(
            "One row of a view, with every event so far", OpenApiDocument.OneView);
        app.MapPost("/hits", Hits.Post).OpenLateTo(Roles.CaseReaders).Describe(
            "Whether there is something of these kinds on a case, and whom to ask", OpenApiDocument.Hits);
        app.MapGet("/feed", FeedDoors.Get).OpenTo("agency-system").Describe(
            "What was given to your agency's seat, as CloudEvents: shared, amended, recalled", OpenApiDocument.FeedRead);
        app.MapPost("/feed/receipts", FeedDoors.Receipts).OpenTo("agency-system").Describe(
            "Items of your feed were received, and what is recalled is no longer kept", OpenApiDocument.FeedReceipts);

        app.MapGet("/cases/{caseId}/recalls", (HttpContext context, Recalls recalls, string caseId, CancellationToken ct) =>
            recalls.OfCase(context, caseId, ct)).OpenTo("panel-chair").Describe(
            "Which agency owes a receipt for what was taken back or set right", OpenApiDocument.CaseRead);
        app.MapGet("/recalls", (HttpContext context, Recalls recalls, string? cursor, string? limit, CancellationToken ct) =>
            recalls.OfOwner(context, cursor, limit, ct)).OpenTo("data-protection-officer").Describe(
            "Of your own agency's data: what was taken back, who acknowledged it, what cannot be recalled", Recalls.Parameterised);

        app.MapGet("/exposures", OwnerExposures.Get).OpenTo(DataProtection.Role).Describe(
            "Who saw your agency's data: looks by sector and day", OwnerExposures.Parameterised);
        app.MapGet("/subject-access", (HttpContext context, AccessPack pack, CancellationToken ct) => pack.Get(context, ct))
            .OpenTo(DataProtection.Role).Describe(
            "Your agency's part of the answer to a person who asks what is held about them", AccessPack.Parameterised);

        CountingDoors(app);
        AuditDoors(app);

        // Govern and operate.
        PolicyDoors(app);
        OperatorDoors(app, parts);
    }

    /// <summary>Counts: of people in published snapshots, of organisations' doings, and on one case for its chair.</summary>
    static void CountingDoors(WebApplication app)
    {
        app.MapGet("/statistics", StatisticsDoors.List).OpenTo(Counting.Readers).Describe(
            "What is counted for you, and what has been published", OpenApiDocument.CaseRead);
        app.MapGet("/statistics/{aggregate}", StatisticsDoors.Get).OpenTo(Counting.Readers).Describe(
            "One aggregate: a table of a snapshot, or what organisations did", StatisticsDoors.Asked + OpenApiDocument.CaseRead);
        app.MapGet("/views/outcome-statistics", TallyViews.Outcomes).OpenTo("evaluator", "auditor").Describe(
            "How those released fare, in protected counts", OpenApiDocument.CaseRead);
        app.MapGet("/views/pillar-dashboard", TallyViews.Pillars).OpenTo("national-coordinator", "auditor").Describe(
            "Indicators of the six pillars", OpenApiDocument.CaseRead);
        app.MapGet("/views/information-gap-board/{caseId}", TallyViews.Gaps).OpenTo("panel-chair", "coordinator").Describe(
            "What a case does not know of itself, in numbers", OpenApiDocument.CaseRead);
        app.MapGet("/audit/statistics", StatisticsDoors.Log).OpenTo("auditor").Describe("Who asked for which tables");
    }

    /// <summary>Audit and proof: what was recorded, what a seat was entitled to know, who has looked.</summary>
    static void AuditDoors(WebApplication app)
    {
        app.MapGet("/audit/events", AuditEvents.List).OpenTo("auditor").Describe("History with the exact leaf bytes");
        app.MapGet("/audit/events/{position}", AuditEvents.Get).OpenTo("auditor").Describe("One event of the history");
        app.MapGet("/audit/export", AuditExport.Header).OpenTo("auditor").Describe(
            "First line of an export: the signed head", AuditExport.Parameterised);
        app.MapGet("/audit/export/events", AuditExport.Page).OpenTo("auditor").Describe(
            "Lines of an export: leaves, ciphertexts and the openings of the envelope", AuditExport.PageParameterised);
        app.MapGet("/audit/replay", AuditReplay.Get).OpenTo("auditor").Describe(
            "What a seat was entitled to know at an instant, with reasons", AuditReplay.Parameterised);
        app.MapGet("/audit/cases/{caseId}/compare", AuditCompare.Get).OpenTo("auditor").Describe(
            "What a seat gained and lost between two instants, and by which rules", AuditCompare.Parameterised);
        app.MapGet("/audit/exposures", AuditExposures.Get).OpenTo("auditor").Describe(
            "Who has seen it: read, delivered, entitled, each apart", AuditExposures.Parameterised);
        app.MapGet("/audit/access", AuditAccess.List).OpenTo("auditor").Describe(
            "Who has looked at what", AuditAccess.Parameterised);
        app.MapGet("/audit/access/ocsf", OcsfExport.Get).OpenTo("auditor").Describe(
            "The same as OCSF events, one a line", AuditAccess.Parameterised);
        app.MapGet("/audit/denials", AuditDenials.Get).OpenTo("auditor").Describe(
            "Who needed this and did not get it: withheld, entitled and unread, refused", AuditDenials.Parameterised);
        app.MapGet("/audit/processing", ProcessingLog.Get).OpenTo("auditor").Describe(
            "What was done with one person's data in a period (LED article 25)", ProcessingLog.Parameterised);
        app.MapGet("/audit/evidence", Evidence.Get).OpenTo("auditor").Describe(
            "A signed pack of one case for a court, to be checked offline", Evidence.Parameterised);

        app.MapGet("/audit/recalls", (HttpContext context, Recalls recalls, string? after, string? limit, CancellationToken ct) =>
            recalls.OfAll(context, after, limit, ct)).OpenTo("auditor").Describe(
            "What was taken back or set right, and which recipients have acknowledged it", Recalls.AuditParameterised);

        // Prove: heads, tiles and proofs of both ledgers; {ledger} is events or access.
        app.MapGet("/ledgers/{ledger}/checkpoint", Checkpoints.Get).OpenTo("auditor").Describe(
            "The signed head of a ledger", Checkpoints.Parameterised);
        app.MapGet("/ledgers/{ledger}/vkeys", Checkpoints.Keys).OpenTo("auditor").Describe(
            "Keys that check a ledger's checkpoints and receipts", OpenApiDocument.SignedNote);
        app.MapGet("/ledgers/{ledger}/tile/{**path}", LedgerProofs.Tile).OpenTo("auditor").Describe(
            "A tile of a ledger's tree (C2SP tlog-tiles)", OpenApiDocument.Bytes);
        app.MapGet("/ledgers/{ledger}/proof/inclusion", LedgerProofs.Inclusion).OpenTo("auditor").Describe(
            "That a leaf stands in the tree", LedgerProofs.InclusionParameters);
        app.MapGet("/ledgers/{ledger}/proof/consistency", LedgerProofs.Consistency).OpenTo("auditor").Describe(
            "That a tree continues an older one", LedgerProofs.ConsistencyParameters);
        app.MapGet("/ledgers/{ledger}/tlog-proof", LedgerProofs.TlogProof).OpenTo("auditor").Describe(
            "A leaf's proof with the signed checkpoint, to be checked offline", LedgerProofs.TlogProofParameters);
    }

    /// <summary>The sharing policy: looked at, proposed, approved, put in force.</summary>
    static void PolicyDoors(WebApplication app)
    {
        app.MapGet("/policy/bundles", PolicyBundles.List).OpenTo("policy-steward", "auditor", "data-protection-officer").Describe(
            "Policy bundles: shipped, proposed, in force and retired");
        app.MapGet("/policy/bundles/{id}", PolicyBundles.Get).OpenTo("policy-steward", "auditor", "data-protection-officer").Describe(
            "One bundle by hash or id: its files, and the report on what it would change");
        app.MapPost("/policy/bundles", PolicyBundles.Propose).OpenTo("policy-steward").Describe(
            "Propose a bundle, with a report on what it would change", PolicyPapers.ProposalBody);
        app.MapPost("/policy/bundles/{id}/approvals", PolicyBundles.Approve).OpenTo("data-protection-officer", "policy-steward").Describe(
            "Agree to a proposed bundle and its report", PolicyPapers.ApprovalBody);
        app.MapPost("/policy/bundles/{id}/activation", PolicyBundles.Activate).OpenTo("policy-steward").Describe(
            "Put a bundle in force", PolicyPapers.ActivationBody);
        app.MapPost("/policy/diff", PolicyBundles.Diff).OpenTo("policy-steward", "auditor").Describe(
            "What a bundle would change; replayed over the ledger for auditors", PolicyPapers.DiffBody);
        app.MapGet("/policy/matrix", PolicyMatrix.Get).OpenTo("policy-steward", "auditor").Describe(
            "Who may know what under the bundle in force", OpenApiDocument.PlainMatrix);
    }

    static void OperatorDoors(WebApplication app, AppParts parts)
    {
        app.MapGet("/health/live", Health.Live).OpenToAnyone().Describe("The process answers");
        app.MapGet("/health/ready", Health.Ready).OpenToAnyone().Describe("Ledger and access ledger answer, and no rows wait at an event that could not be folded");
        app.MapGet("/admin/projections", Projections.List).OpenTo("operator").Describe(
            "How far the rows of views are folded, and which builds there are");
        app.MapPost("/admin/projections/{view}/rebuild", Projections.Rebuild).OpenTo("operator").Describe(
            "Build a view anew beside the rows that serve");
        app.MapPost("/admin/projections/{view}/roll-back", Projections.RollBack).OpenTo("operator").Describe(
            "Let the build of a view that served before serve again");
        app.MapGet("/admin/parked", Projections.Parked).OpenTo("operator").Describe(
            "Rows that wait at an event they could not be folded over");
        app.MapPost("/admin/parked/replay", Projections.Replay).OpenTo("operator").Describe(
            "Fold again what waits, in order");
        app.MapPost("/admin/exposures/rebuild", ExposureDoor.Rebuild).OpenTo("operator").Describe(
            "Make the index of who has been shown what anew from the access records, and say how much of it was wrong");
        app.MapGet("/problems/{name}", ProblemPages.Get).OpenToAnyone().Describe("What a problem type means");
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous().WithMetadata(new DoorKeys([], Anonymous: true));
        app.UseSwaggerUI(page =>
        {
            page.RoutePrefix = "swagger";
            page.SwaggerEndpoint("/openapi/v1.json", "Reintegration.Events");
        });
        if (parts.DemoIssuer is null) return;
        app.MapGet("/", DemoDoors.Front).OpenToAnyone().ExcludeFromDescription();
        app.MapGet("/demo/personas", DemoDoors.List).OpenToAnyone().Describe("The made-up officials of the demo");
        app.MapPost("/demo/token", DemoDoors.Token).OpenToAnyone().Describe(
            "A token for one of them, for an hour", OpenApiDocument.DemoToken);
    }

    /// <summary>The store failing is an expected "not now"; anything else is ours, said without detail.</summary>
    static Answer Failure(HttpContext context) => context.Features.Get<IExceptionHandlerFeature>()?.Error switch
    {
        LedgerUnavailableException => Answer.Of(Problems.Unavailable),
        BundleMissingException => Answer.Of(Problems.NotReplayable),
        BadHttpRequestException { StatusCode: (int)HttpStatusCode.RequestEntityTooLarge } =>
            Answer.Of(Problems.TooLarge),
        BadHttpRequestException => Answer.Of(Problems.MalformedQuery),
        _ => Answer.Of(Problems.Internal),
    };

    static Task StatusPage(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status405MethodNotAllowed => Answer.Of(Problems.MethodNotAllowed).ExecuteAsync(context),
        StatusCodes.Status400BadRequest => Answer.Of(Problems.MalformedQuery).ExecuteAsync(context),
        StatusCodes.Status415UnsupportedMediaType => Answer.Of(Problems.WrongMediaType).ExecuteAsync(context),
        _ => Answer.Of(Problems.NotFound).ExecuteAsync(context),
    };
}
