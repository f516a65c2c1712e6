return Bench.CedarBenchmarks.Run(args);
