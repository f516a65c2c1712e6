using System.CommandLine;
using Reintegration.Events.Cli.Bench;
using Reintegration.Events.Cli.Export;
using Reintegration.Events.Cli.Generate;
using Reintegration.Events.Cli.Import;
using Reintegration.Events.Cli.Keys;
using Reintegration.Events.Cli.Policy;
using Reintegration.Events.Cli.Rebuild;
using Reintegration.Events.Cli.Succession;
using Reintegration.Events.Cli.Verify;

// `reintegration`: what auditors, operators and policy people run beside the server.
var policy = new Command("policy", "Work with sharing policies.") { CheckCommand.Build(), DiffCommand.Build(), ConformanceCommand.Build() };
const int NotUnderstood = 2;
var parsed = new RootCommand(
    "Verifies, replays and measures Reintegration.Events; `verify` works offline and needs no database.")
{
    VerifyCommand.Build(), ExportCommand.Build(), policy, KeysCommand.Build(), SucceedCommand.Build(), GenerateCommand.Build(),
    ImportCommand.Build(), RebuildCommand.Build(), BenchCommand.Build(),
}.Parse(args);
var exit = await parsed.InvokeAsync();
return parsed.Errors.Count > 0 ? NotUnderstood : exit;
