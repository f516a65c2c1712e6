// `--intake` alone measures what an event costs at the door; without it the policy language is measured too.
if (!Bench.IntakePercentiles.Run(Console.Out)) return 1;
return args.Contains("--intake") ? 0 : Bench.CedarBenchmarks.Run(args);
