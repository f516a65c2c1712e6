using Microsoft.OpenApi;

namespace Reintegration.Events.Server.Doors;

/// <summary>The OpenAPI document: made from the doors, compared with contracts/openapi.json in a test.</summary>
public static class OpenApiDocument
{
    public static void Add(IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Reintegration.Events",
                Version = "v1",
                Description = "Agencies post events; a sharing policy decides, field by field, what each seat is shown; auditors replay. Errors are RFC 9457.",
            };
            // Wherever it is deployed, the document is served beside the doors it describes.
            document.Servers = [new OpenApiServer { Url = "/" }];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
            {
                ["bearer"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT" },
            };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            if (context.Description.ActionDescriptor.EndpointMetadata.OfType<DoorKeys>().LastOrDefault() is not { } keys)
                return Task.CompletedTask;
            operation.Description = $"Opened by: {keys}.";
            operation.OperationId = Id(context.Description.HttpMethod ?? "GET", context.Description.RelativePath ?? "");
            // An empty requirement says that none is needed, which an absent one leaves open.
            if (keys.Anonymous) operation.Security = [new OpenApiSecurityRequirement()];
            else
                operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("bearer", context.Document)] = [] }];
            foreach (var body in context.Description.ActionDescriptor.EndpointMetadata.OfType<Action<OpenApiOperation>>())
                body(operation);
            return Task.CompletedTask;
        });
    });

    /// <summary>The door's name for generated clients: <c>get-cases-caseId-timeline</c>.</summary>
    static string Id(string method, string path) => string.Join(
        '-', path.Split(['/', '{', '}', '*'], StringSplitOptions.RemoveEmptyEntries).Prepend(method.ToLowerInvariant()));

    extension(RouteHandlerBuilder door)
    {
        /// <summary>
        /// One line on what the door is for, its answers, and, where it reads the body itself, what it takes.
        /// </summary>
        public RouteHandlerBuilder Describe(string summary, Action<OpenApiOperation>? more = null)
        {
            door.WithSummary(summary).Produces(StatusCodes.Status200OK, contentType: "application/json")
                .Produces(StatusCodes.Status400BadRequest, contentType: Problem.MediaType)
                .Produces(StatusCodes.Status401Unauthorized, contentType: Problem.MediaType)
                .Produces(StatusCodes.Status403Forbidden, contentType: Problem.MediaType)
                .Produces(StatusCodes.Status404NotFound, contentType: Problem.MediaType)
                .Produces(StatusCodes.Status503ServiceUnavailable, contentType: Problem.MediaType);
            return more is null ? door : door.WithMetadata(more);
        }
    }

    public static void PostEvents(OpenApiOperation operation)
    {
        operation.RequestBody = Body(
            (Intake.CloudEvents.Structured, "One CloudEvent 1.0; data is {about, facts}. See GET /catalogue/{type}."),
            (Intake.BinaryMode.MediaType, "The data of one CloudEvent in binary mode; its attributes are ce- headers."),
            (Intake.CloudEvents.Batch, "Up to 1,000 CloudEvents; answered with one result per item, in order."));
        foreach (var (status, text) in (ReadOnlySpan<(string, string)>)
            [
                ("201", "Recorded: the receipt."), ("409", "The id names an event with other content."),
                ("412", "The stream is not at the expected version."), ("413", "Too large."),
                ("415", "Wrong media type."), ("422", "Schema, unknown type, unknown code or illegal transition."),
            ])
            operation.Responses![status] = new OpenApiResponse { Description = text };
    }

    public static void Hits(OpenApiOperation operation)
    {
        CaseRead(operation);
        operation.RequestBody = Body(("application/json", "case (its id) and categories (one or more)."));
    }

    public static void EmergencyAccess(OpenApiOperation operation)
    {
        operation.RequestBody = Body((
            "application/json",
            "id (lower-case UUID: the same again is answered the same), reason, concreteFacts, hours (1 to 24), and, unless imminent harm stands declared, declares {threat, targetKnown, person, category}."));
        foreach (var (status, text) in (ReadOnlySpan<(string, string)>)
            [
                ("201", "The access: until when it holds, and by when another person must have reviewed it."),
                ("403", "Not a duty officer, or a right suspended for want of a review."), ("404", "Your agency is not on such a case."),
                ("409", "The id names something else."), ("422", "Schema, or no imminent harm stands declared."),
            ])
            operation.Responses![status] = new OpenApiResponse { Description = text };
    }

    public static void SignedNote(OpenApiOperation operation) => operation.Responses!["200"] = new OpenApiResponse
    {
        Description = "Text in the forms of C2SP signed-note: see contracts/ledger/checkpoint.md.",
        Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { ["text/plain"] = new() },
    };

    public static void Bytes(OpenApiOperation operation) => operation.Responses!["200"] = new OpenApiResponse
    {
        Description = "Hashes side by side, 32 bytes each: see contracts/ledger/checkpoint.md.",
        Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { ["application/octet-stream"] = new() },
    };

    public static void PlainMatrix(OpenApiOperation operation) => operation.Responses!["200"] = new OpenApiResponse
    {
        Description = "Text: one row for every field class of every event, one column for every kind of seat.",
        Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { ["text/plain"] = new() },
    };

    /// <summary>Seat headers, and the parameters that every view takes; its columns are parameters too.</summary>
    public static void ViewRead(OpenApiOperation operation)
    {
        CaseRead(operation);
        foreach (var (name, text) in (ReadOnlySpan<(string, string)>)
            [
                ("sort", "A column, or -column to go down."), ("limit", "Rows of a page, 1 to 500."),
                ("cursor", "Where the last page ended."), ("format", "json or csv."),
                ("after", "What a receipt of your agency says under after: waits until that write is folded."),
            ])
            (operation.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = name,
                In = ParameterLocation.Query,
                Description = text,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
    }

    public static void OneView(OpenApiOperation operation) => CaseRead(operation);

    public static void CaseRead(OpenApiOperation operation) => Headers(
        operation, ("Purpose", true, "Why you look: a word of the purposes list."),
        ("Legal-Basis", false, "Absent: the bundle's default for your sector and purpose."),
        ("Seat", false, "The role you act in, when you hold several seats on the case."));

    static void Feed(OpenApiOperation operation) => Headers(
        operation, ("Purpose", true, "Of the feed you mean: one of the feedSeats of your enrolment."),
        ("Legal-Basis", false, "Of the feed you mean; needed where several have the same purpose."));

    /// <summary>A page of a feed, or a stream of it.</summary>
    public static void FeedRead(OpenApiOperation operation)
    {
        Query(
            ("after", false, "The id of the last item you have; from the first when absent."),
            ("limit", false, "1 to 1000."))(operation);
        Feed(operation);
        Headers(operation, ("Last-Event-ID", false, "Of a stream that is taken up again: goes before after."));
        operation.Responses!["200"] = new OpenApiResponse
        {
            Description = "CloudEvents of types reintegration.feed.shared.v1, amended and recalled, in order; the id of each is the cursor after it.",
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                [Intake.CloudEvents.Batch] = new(),
                ["text/event-stream"] = new(),
            },
        };
    }

    public static void FeedReceipts(OpenApiOperation operation)
    {
        Feed(operation);
        operation.RequestBody = Body(("application/json", "{\"items\": [\"<id of an item>\"]}"));
    }

    static void Headers(OpenApiOperation operation, params ReadOnlySpan<(string Name, bool Required, string Text)> headers)
    {
        operation.Parameters ??= [];
        foreach (var (name, required, text) in headers)
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = name,
                In = ParameterLocation.Header,
                Required = required,
                Description = text,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
    }

    public static Action<OpenApiOperation> Query(params (string Name, bool Required, string Text)[] parameters) =>
        operation =>
    {
        operation.Parameters ??= [];
        foreach (var (name, required, text) in parameters)
        {
            // What the handler binds is listed already, without a word of what it means.
            if (operation.Parameters.FirstOrDefault(listed => listed.Name == name) is { } bound)
                operation.Parameters.Remove(bound);
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = name,
                In = ParameterLocation.Query,
                Required = required,
                Description = text,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
        }
    };

    public static void DemoToken(OpenApiOperation operation) =>
        operation.RequestBody = Body(("application/json", "{\"persona\": \"probation-officer\"}"));

    /// <summary>A door that takes one JSON object.</summary>
    public static Action<OpenApiOperation> JsonBody(string text) =>
        operation => operation.RequestBody = Body(("application/json", text));

    static OpenApiRequestBody Body(params (string MediaType, string Text)[] forms) => new()
    {
        Required = true,
        Description = string.Join(" ", forms.Select(form => $"{form.MediaType}: {form.Text}")),
        Content = forms.ToDictionary(
            form =>
                form.MediaType, form =>
                    new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.Object | JsonSchemaType.Array } }, StringComparer.Ordinal),
    };
}
