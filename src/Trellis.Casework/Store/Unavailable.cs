namespace Trellis.Store;

/// <summary>The store cannot be read or written just now: the database is stopped, the disk is full. Nothing was half done; asking again later is right.</summary>
public sealed class StoreUnavailableException(string sentence, Exception? cause = null)
    : IOException(sentence, cause);

/// <summary>The store is not what it was: a damaged file, a journal that does not verify. Asking again will not help.</summary>
public sealed class StoreDamagedException(string sentence, Exception? cause = null)
    : IOException(sentence, cause);
