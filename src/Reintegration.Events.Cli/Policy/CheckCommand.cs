using System.CommandLine;
using Reintegration.Events.Events;
using Reintegration.Events.Policy;
using Reintegration.Events.Policy.Analysis;

namespace Reintegration.Events.Cli.Policy;

/// <summary><c>policy check DIR [--cell CELL]</c>: proves what a bundle allows and never allows, or shows a request.</summary>
public static class CheckCommand
{
    public static Command Build()
    {
        var folder = new Argument<DirectoryInfo>("dir") { Description = "The bundle: the folder with bundle.json." };
        var cell = new Option<string?>("--cell")
        {
            Description = "Explain one cell: \"RISK.risk:d x probation.practitioner.supervision\".",
        };
        var overlaps = new Option<bool>("--overlaps") { Description = "Name the permits each forbid cuts into." };
        var command = new Command("check", "Analyse a policy bundle. "
            + "Exit codes: 0 sound; 1 something is wrong with it; 2 it cannot be read or analysed, or the cell is none.")
        {
            folder, cell, overlaps,
        };
        command.SetAction(parsed =>
        {
            var (said, errors) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            try
            {
                var bundle = BundleReading.Load(parsed.GetRequiredValue(folder));
                return parsed.GetValue(cell) is { } asked
                    ? Explain(asked, new Inquiry(bundle, Catalog.Default), said, errors)
                    : Check(bundle, parsed.GetValue(overlaps), said, errors);
            }
            catch (Exception e) when (e is BundleRefused or IOException or UnauthorizedAccessException)
            {
                errors.WriteLine(e.Message);
                return 2;
            }
        });
        return command;
    }

    static int Check(Bundle bundle, bool overlaps, TextWriter said, TextWriter errors)
    {
        var report = PolicyCheck.Run(bundle, Catalog.Default);
        foreach (var finding in report.Errors) errors.WriteLine(finding);
        foreach (var note in overlaps ? PolicyCheck.Overlaps(bundle, Catalog.Default) : []) said.WriteLine(note);
        said.WriteLine(
            $"{bundle.Id} {bundle.Hash}: {bundle.Rules.Count} rules, {bundle.Invariants.Length} invariants, {report.Errors.Length} problems");
        return report.IsSound ? 0 : 1;
    }

    static int Explain(string text, Inquiry inquiry, TextWriter said, TextWriter errors)
    {
        if (CellQuestion.Parse(text) is not { } question)
        {
            errors.WriteLine($"'{text}' is no cell; one looks like RISK.risk:d x probation.practitioner.supervision.");
            return 2;
        }

        try
        {
            if (question.Ask(inquiry) is not var (level, witness))
            {
                said.WriteLine("nothing: no request of this cell is shown anything.");
                return 0;
            }

            said.WriteLine($"{level.Word()}: {witness}");
            said.WriteLine($"by {string.Join(", ", witness.Decide(level).Determining)}");
            said.WriteLine(witness.ToJson());
            return 0;
        }
        catch (ArgumentException e)
        {
            errors.WriteLine(e.Message);
            return 2;
        }
    }
}
