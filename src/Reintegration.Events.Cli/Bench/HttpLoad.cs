using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Reintegration.Events.Cli.Bench;

/// <summary>One caller that posts batches of events about its own cases, as an agency's system does.</summary>
sealed class HttpLoad(HttpClient http, int streamEvents)
{
    const string About = """
        "about":{"author":{"role":"practitioner","reference":"officer-17"},"subjects":[{"person":"bench-p1","category":"convicted"}],"reviewDue":"2036-01-01"}
        """;

    static readonly byte[] Between = Encoding.UTF8.GetBytes(
        $"\",\"data\":{{{About.Trim()},\"facts\":{Encoding.UTF8.GetString(Load.Payload)}}}}}");

    readonly MemoryStream _body = new();
    string _case = "";
    int _left;

    /// <summary>Opens the first case, so that its cost is not taken for that of an event.</summary>
    internal async Task Prepare() => (_case, _left) = (await Open(), streamEvents);

    /// <summary>Posts one batch; every event must be accepted as new.</summary>
    internal async Task Post(int batch)
    {
        if (_left < batch)
        {
            _case = await Open();
            _left = Math.Max(streamEvents, batch);
        }
        _left -= batch;
        Write(batch);
        using var content = new ByteArrayContent(_body.GetBuffer(), 0, (int)_body.Length);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/cloudevents-batch+json");
        using var answer = await http.PostAsync("/events", content);
        var results = await answer.Content.ReadAsByteArrayAsync();
        if (answer.StatusCode != HttpStatusCode.OK || results.AsSpan().IndexOf("\"problem\""u8) >= 0)
            throw new InvalidOperationException(
                $"A post of the benchmark was refused: {(int)answer.StatusCode} {Encoding.UTF8.GetString(results)}");
    }

    void Write(int batch)
    {
        _body.SetLength(0);
        var time = DateTimeOffset.UtcNow.AddMinutes(-1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var head = $"\",\"source\":\"/agencies/probation\",\"type\":\"{Load.Type}\",\"subject\":\"{_case}\",\"time\":\"{time}";
        for (var i = 0; i < batch; i++)
        {
            _body.Write(Encoding.ASCII.GetBytes(
                $"{(i == 0 ? '[' : ',')}{{\"specversion\":\"1.0\",\"id\":\"{Guid.NewGuid():D}{head}"));
            _body.Write(Between);
        }
        _body.WriteByte((byte)']');
    }

    async Task<string> Open()
    {
        var opened = $"{{\"specversion\":\"1.0\",\"id\":\"{Guid.NewGuid():D}\",\"source\":\"/agencies/probation\","
            + "\"type\":\"reintegration.coordination.case-opened.v1\",\"time\":\"2026-01-01T09:00:00Z\",\"data\":{" + About.Trim()
            + ",\"facts\":{\"personRef\":\"bench-p1\",\"displayName\":\"B. Ench\",\"language\":\"en\","
            + "\"openingReason\":\"release\",\"dataSubjectCategory\":\"convicted\"}}}";
        using var content = new StringContent(opened, Encoding.UTF8);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/cloudevents+json");
        using var answer = await http.PostAsync("/events", content);
        var text = await answer.Content.ReadAsStringAsync();
        if (answer.StatusCode != HttpStatusCode.Created)
            throw new InvalidOperationException($"The benchmark could not open a case: {text}");
        using var receipt = JsonDocument.Parse(text);
        return receipt.RootElement.GetProperty("case").GetString()!;
    }
}
