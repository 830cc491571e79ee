namespace Matching.Storage;

/// <summary>What kept the store from doing what it was asked, for callers that answer each differently.</summary>
public enum StoreFault
{
    /// <summary>The address names a store that this version cannot open.</summary>
    Unsupported,

    /// <summary>The folder, file or database cannot be made, reached or written.</summary>
    NotWritable,

    /// <summary>The file or database is something else than a store.</summary>
    NotAStore,

    /// <summary>A newer version of the program made the file or the tables.</summary>
    NewerVersion,

    /// <summary>No room on the disk.</summary>
    DiskFull,

    /// <summary>Another process is writing and did not finish in time. Worth a retry.</summary>
    Locked,

    /// <summary>The file is damaged.</summary>
    Damaged,

    /// <summary>A record names another one that is not there.</summary>
    BrokenReference,

    /// <summary>Anything else; the inner exception tells.</summary>
    Other,
}

/// <summary>The store could not do what it was asked. The message names the place and the way out, in words for an operator.</summary>
public sealed class StoreException : Exception
{
    public StoreException(StoreFault fault, string message, Exception? innerException = null) : base(message, innerException) => Fault = fault;

    public StoreFault Fault { get; }
}
