namespace Farhub.Hub.Admission;

/// <summary>A session as whoever admitted it sees it. Any thread.</summary>
public interface IAttachedSession
{
    /// <summary>URBs answered.</summary>
    long UrbCount { get; }

    /// <summary>Bytes that came from the device.</summary>
    long BytesIn { get; }

    /// <summary>Bytes that went to the device.</summary>
    long BytesOut { get; }

    /// <summary>Ends the session: its client sees the device unplugged. Returns at once; the first reason counts.</summary>
    void Abort(SessionEnd reason, string? detail = null);
}
