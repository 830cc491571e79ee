using Matching.Ingest.Commands;

return await CommandLine.RunAsync(args).ConfigureAwait(false);
