namespace Farhub.Control.Store;

/// <summary>Keeps a second hub away from a store file. The kernel's lock (<c>flock</c>) on a file beside it ends with the process, however that ends; the
/// file itself means nothing and stays, since removing it would let a second hub lock another one of the same name.</summary>
/// <remarks>Not on the store itself: SQLite's own locks are lost as soon as anything in the process closes that file.</remarks>
sealed class StoreLock : IDisposable
{
    readonly FileStream _file;

    StoreLock(FileStream file) => _file = file;

    /// <summary>Takes the lock of a store.</summary>
    /// <exception cref="StoreException">A hub has it, or the file cannot be made.</exception>
    internal static StoreLock Take(string store)
    {
        string path = PathOf(store);
        try
        {
            return new StoreLock(PrivateFile.Open(path, FileMode.OpenOrCreate));
        }
        // The plain type is what the runtime throws for a lock that is held; other troubles have types of their own or another number.
        catch (IOException e) when (e.GetType() == typeof(IOException) && IsHeld(e))
        {
            throw new StoreException($"The store '{store}' is in use by another hub (it holds '{path}'). Stop that hub, or give this one a store of its own.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The store '{store}' cannot be locked: {e.Message}", e);
        }
    }

    /// <summary>The file that is locked for a store.</summary>
    internal static string PathOf(string store) => store + ".lock";

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>EWOULDBLOCK: 11 on Linux, 35 on BSD and macOS; on Windows a sharing violation.</summary>
    static bool IsHeld(IOException e) => e.HResult is 11 or 35 or unchecked((int)0x80070020);
}
