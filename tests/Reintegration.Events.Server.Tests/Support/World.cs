using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Reintegration.Events.Policy;
using Reintegration.Events.Server.Doors;
using Reintegration.Events.Server.Feeds;
using Reintegration.Events.Server.Intake;
using Reintegration.Events.Views;

namespace Reintegration.Events.Server.Tests.Support;

/// <summary>The whole server on a port of its own, with clock and ids held still; real HTTP and real tokens.</summary>
sealed class World : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    readonly WebApplication _app;
    readonly DemoIssuer _issuer;
    readonly HttpClient _http;
    readonly StillIds _ids;

    World(WebApplication app, DemoIssuer issuer, StillClock clock, StillIds ids)
    {
        (_app, _issuer, _ids, Clock) = (app, issuer, ids, clock);
        _http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public StillClock Clock { get; }
    public WebApplication App => _app;
    public DemoIssuer Issuer => _issuer;

    /// <summary>Once for each catalogue: a bundle never changes, and what it keeps of decisions is the same for all who decide.</summary>
    static readonly ConcurrentDictionary<Catalog, System.Collections.Immutable.ImmutableArray<Bundle>> Loaded = new();

    /// <summary>Held still: what two worlds answer may differ by nothing that was drawn by lot.</summary>
    static void Still(Span<byte> bytes) => bytes.Fill(7);

    /// <summary>A server over ledgers in memory, agencies enrolled.</summary>
    /// <param name="access">Stands in front of the access ledger; the one in memory when null.</param>
    /// <param name="events">Stands in front of the events ledger, likewise.</param>
    /// <param name="feeds">Stands in front of the rows of the feeds, likewise.</param>
    /// <param name="around">Whatever stands around the doors.</param>
    /// <param name="catalog">The event types there are; those of the house when null.</param>
    /// <param name="explaining">How readers are told why; as the house does when null.</param>
    public static async Task<World> Begin(
        Func<IAccessLedger, IAccessLedger>? access = null, Func<ILedger, ILedger>? events = null,
        Func<IFeedRows, IFeedRows>? feeds = null, Action<WebApplication>? around = null, Catalog? catalog = null,
        Explaining? explaining = null)
    {
        catalog ??= Catalog.Default;
        var clock = new StillClock(Start);
        var issuer = new DemoIssuer();
        var keys = new MemoryKeyStore(Still);
        var ledger = new MemoryLedger(new string('a', 32), clock, keys, Still);
        var kept = new MemoryAccessLedger(new string('b', 32), ledger, clock, keys, Still);
        var signer = new SignerKey(
            CheckpointSigner.Origin(new string('a', 32)), NoteKeyType.Ed25519, new byte[Ed25519.SeedLength]);
        IFeedRows rows = new MemoryFeedRows(clock);
        var ids = new StillIds();
        var app = Server.App.Build(new AppParts
        {
            Ledger = events?.Invoke(ledger) ?? ledger,
            Access = access?.Invoke(kept) ?? kept,
            Exposures = kept,
            Catalog = catalog,
            Bundles = new Bundles(new MemoryPolicyArchive(), catalog, signer, Loaded.GetOrAdd(catalog, BundleFolder.LoadAll)),
            Keys = new ServerKeys(Enumerable.Range(0, ServerKeys.SecretBytes).Select(index => (byte)index).ToArray()),
            Signer = signer,
            SignerMemory = new MemorySignerMemory(),
            AccessSigner = new SignerKey(
                CheckpointSigner.AccessOrigin(new string('b', 32)), NoteKeyType.Ed25519, new byte[Ed25519.SeedLength]),
            AccessSignerMemory = new MemorySignerMemory(),
            Identity = new IdentityOptions { DemoKey = issuer.Key },
            DemoIssuer = issuer,
            Feeding = new Feeding { Rows = feeds?.Invoke(rows) ?? rows },
            Clock = clock,
            NewId = ids.Next,
            Lot = most => most - 1,
            Explaining = explaining ?? Explanation.OfShown,
            LogLevel = LogLevel.Critical,
        });
        around?.Invoke(app);
        await Enrolment.Run(app.Services, Enrolment.Folder, default);
        await app.StartAsync();
        return new World(app, issuer, clock, ids);
    }

    /// <summary>The case of <see cref="BeginWithCase"/>, by the event that opened it.</summary>
    public static readonly string Case = Support.Post.Name("prison", "opened");

    /// <summary>A world with one case: the prison leads it, probation and a community body are on it.</summary>
    public static async Task<World> BeginWithCase(Func<ILedger, ILedger>? events = null, Catalog? catalog = null)
    {
        var world = await Begin(events: events, catalog: catalog);
        await world.Record("prison", Support.Post.Opened());
        await world.Record("prison", Support.Post.Joined(Case, "probation"));
        await world.Record("prison", Support.Post.Joined(Case, "community-haven"));
        return world;
    }

    /// <summary>Lets the feeds follow what was recorded, and the clock.</summary>
    public Task<bool> Feed() => ((FeedWriter)_app.Services.GetService(typeof(FeedWriter))!).CatchUp(default);

    /// <summary>The same by a process that has just begun: all it knows is in the rows.</summary>
    public Task<bool> FeedAnew() => Microsoft.Extensions.DependencyInjection.ActivatorUtilities
        .CreateInstance<FeedWriter>(_app.Services).CatchUp(default);

    /// <summary>Ids begin again, so that two worlds that ask the same questions are given the same ids.</summary>
    public void RestartIds() => _ids.Restart();

    public async Task<Reply> Send(
        HttpMethod method, string path, string? token, HttpContent? content = null, params (
            string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await _http.SendAsync(request);
        return await Reply.Of(response);
    }

    public string Token(string persona) =>
        _issuer.Token(Personas.Find(persona) ?? throw new ArgumentException(persona), "reintegration");

    public Task<Reply> Get(string persona, string path, params (string Name, string Value)[] headers)
    {
        var purpose = Personas.Find(persona)!.Purpose;
        return Send(HttpMethod.Get, path, Token(persona), null, [("Purpose", purpose), .. headers]);
    }

    public Task<Reply> Post(string agency, byte[] body, string mediaType = CloudEvents.Structured) =>
        Send(HttpMethod.Post, "/events", Token($"{agency}-system"), Content(body, mediaType));

    /// <summary>Posts and insists that it was recorded.</summary>
    public async Task<Reply> Record(string agency, byte[] body)
    {
        var reply = await Post(agency, body);
        Assert.True(reply.Status is 200 or 201, reply.ToString());
        return reply;
    }

    public static ByteArrayContent Content(byte[] bytes, string mediaType)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
        return content;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
        _issuer.Dispose();
    }
}

/// <summary>A clock that moves when told to.</summary>
sealed class StillClock(DateTimeOffset start) : TimeProvider
{
    DateTimeOffset _now = start;
    public void Advance(TimeSpan by) => _now += by;
    public override DateTimeOffset GetUtcNow() => _now;
}

/// <summary>Ids in a row, not by lot. Those of the beginning, by which agencies are enrolled, are never given again.</summary>
sealed class StillIds
{
    const int Beginning = 1 << 20;
    int _next = Beginning;

    public void Restart() => _next = 0;

    public Guid Next()
    {
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(bytes[12..], Interlocked.Increment(ref _next));
        return new Guid(bytes, bigEndian: true);
    }
}

/// <summary>Everything a requester can observe of an answer, but for the moment of sending.</summary>
sealed record Reply(int Status, string Headers, byte[] Body)
{
    public static async Task<Reply> Of(HttpResponseMessage response)
    {
        var headers = response.Headers.Concat(response.Content.Headers)
            .Where(header => header.Key != "Date").OrderBy(header => header.Key, StringComparer.Ordinal)
            .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}");
        return new Reply(
            (int)response.StatusCode, string.Join('\n', headers), await response.Content.ReadAsByteArrayAsync());
    }

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;
    public string Text => Encoding.UTF8.GetString(Body);
    public string? Problem =>
        Body.Length > 0 && Headers.Contains("application/problem+json", StringComparison.Ordinal)
            ? Json.GetProperty("type").GetString()!["/problems/".Length..]
            : null;
    public override string ToString() => $"{Status}\n{Headers}\n\n{Text}";
}
