using System.CommandLine;
using System.Text;
using Matching.Ingest.Wording;
using Matching.Storage;
using Matching.Storage.Access;

namespace Matching.Ingest.Commands;

/// <summary>The commands, and what they answer to the shell.</summary>
internal static class CommandLine
{
    internal const int AllIn = 0;
    internal const int NothingDone = 1;
    internal const int SomeRejected = 2;

    // The names that ASP.NET Core's configuration reads as Matching:Store and Matching:Access:KeyFile.
    private const string StoreVariable = "Matching__Store";
    private const string KeyVariable = "Matching__Access__KeyFile";

    // A cancelled import of a million rows is undone within seconds; the default of two would cut its answer off.
    private static readonly TimeSpan TimeToRollBack = TimeSpan.FromSeconds(30);

    private static readonly Option<string?> StoreOption = new("--store")
    {
        Description = $"The store: a file, or Host=…;Database=… for PostgreSQL. Otherwise the environment's {StoreVariable}, otherwise ./data/matching.db",
    };

    internal static async Task<int> RunAsync(string[] args)
    {
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var root = new RootCommand("Reads people, organisations and what they did together into the store.") { Import(), Token(), BackUp(), Restore(), Retain() };
        var invocation = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeToRollBack };
        return await root.Parse(args).InvokeAsync(invocation).ConfigureAwait(false);
    }

    private static Command Import()
    {
        var paths = new Argument<string[]>("path") { Arity = ArgumentArity.OneOrMore, Description = "Folders, zip files or single files (.csv, .xlsx, .jsonl)" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Check everything and keep nothing" };
        var rejects = new Option<string>("--rejects")
        {
            Description = "Where rejected rows are written, to be mended and imported alone",
            DefaultValueFactory = _ => RejectsWriter.DefaultPath,
        };
        var command = new Command("import", "Imports files. Exit code 0: all in; 2: some rows rejected; 1: nothing done, and why") { paths, dryRun, rejects, StoreOption };
        command.SetAction((parsed, ct) => Answered(() => ImportCommand.RunAsync(
            parsed.GetRequiredValue(paths), parsed.GetValue(dryRun), parsed.GetRequiredValue(rejects), StoreOf(parsed), ct)));
        return command;
    }

    private static Command Token()
    {
        var role = new Option<string>("--role") { Required = true, Description = "host, member, business, national or admin" };
        var hubs = new Option<string[]>("--hub") { Description = "A hub of the host; may be given again", DefaultValueFactory = _ => [] };
        var member = new Option<string?>("--member") { Description = "The member that the token speaks for" };
        var hours = new Option<int>("--hours") { Description = "How long the token is good", DefaultValueFactory = _ => 12 };
        var keyFile = new Option<string?>("--key-file") { Description = $"The key that signs. Otherwise the environment's {KeyVariable}, otherwise beside the store" };
        var command = new Command("token", "Prints a bearer token, and nothing else, on standard output") { role, hubs, member, hours, keyFile, StoreOption };
        command.SetAction((parsed, _) => Answered(() => Task.FromResult(TokenCommand.Run(
            parsed.GetRequiredValue(role),
            parsed.GetValue(hubs) ?? [],
            parsed.GetValue(member),
            parsed.GetValue(hours),
            parsed.GetValue(keyFile) ?? Environment.GetEnvironmentVariable(KeyVariable) ?? LocalKey.DefaultPath(StoreOf(parsed)),
            TimeProvider.System))));
        return command;
    }

    private static Command BackUp()
    {
        var file = new Argument<string>("file") { Description = "A new file; it holds everything that the store knows of people, so keep it as safe" };
        var command = new Command("backup", "Writes the whole store, as it stands now, into one file that any kind of store can be restored from") { file, StoreOption };
        command.SetAction((parsed, ct) => Answered(() => BackupCommand.BackUpAsync(parsed.GetRequiredValue(file), StoreOf(parsed), ct)));
        return command;
    }

    private static Command Restore()
    {
        var file = new Argument<string>("file") { Description = "What backup wrote" };
        var erased = new Option<string?>("--erased") { Description = "The list of who was erased, from where the store was before; the one beside the store is always read" };
        var command = new Command("restore", "Puts everything of a backup into an empty store, all or nothing, and erases again who was erased since") { file, erased, StoreOption };
        command.SetAction((parsed, ct) => Answered(() => BackupCommand.RestoreAsync(parsed.GetRequiredValue(file), parsed.GetValue(erased), StoreOf(parsed), ct)));
        return command;
    }

    private static Command Retain()
    {
        var command = new Command("retain", "Deletes what has been kept for as long as it may be: check-ins after 12 months, what was suggested after 24") { StoreOption };
        command.SetAction((parsed, ct) => Answered(() => BackupCommand.RetainAsync(StoreOf(parsed), TimeProvider.System, ct)));
        return command;
    }

    private static StoreAddress StoreOf(ParseResult parsed) =>
        StoreAddress.Parse(parsed.GetValue(StoreOption) ?? Environment.GetEnvironmentVariable(StoreVariable));

    // Whoever calls this reads sentences, not stacks.
    private static async Task<int> Answered(Func<Task<int>> act)
    {
        try
        {
            // On a thread of its own: the shell's signals are listened for only when the action has given its task back.
            return await Task.Run(act).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return Refuse("Cancelled. Nothing was changed.");
        }
        catch (Exception failure) when (failure is StoreException or CommandException or IOException or UnauthorizedAccessException)
        {
            return Refuse(failure.Message);
        }
    }

    private static int Refuse(string message)
    {
        Console.Error.WriteLine(Quotes.Clean(message));
        return NothingDone;
    }
}
