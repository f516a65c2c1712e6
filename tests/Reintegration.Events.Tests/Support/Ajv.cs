namespace Reintegration.Events.Tests.Support;

/// <summary>The validator many of our readers will use: an outside judge.</summary>
static class Ajv
{
    /// <summary>Reads {schemas, cases: [[name, document]]} and writes one truth value per case.</summary>
    const string Script = """
        const Ajv = require("ajv/dist/2020").default;
        const addFormats = require("ajv-formats").default;
        const { schemas, cases } = JSON.parse(require("fs").readFileSync(process.argv[2], "utf8"));
        const ajv = addFormats(new Ajv({ strict: true, allErrors: false }));
        const judges = Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, ajv.compile(schema)]));
        process.stdout.write(JSON.stringify(cases.map(([name, document]) => judges[name](document))));
        """;

    static readonly NodeScript Judging = new("ajv@8.17.1 ajv-formats@3.0.1", "ajv-formats", Script);

    /// <summary>The verdicts, or null and the reason why there are none.</summary>
    public static (string? Verdicts, string Reason) Judge(string input) => Judging.Ask(input);
}
