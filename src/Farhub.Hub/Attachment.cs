using System.Net.Sockets;
using Farhub.Devices;
using Farhub.Hub.Admission;
using Farhub.Protocol;
using Farhub.Transport;
using Microsoft.Extensions.Logging;

namespace Farhub.Hub;

/// <summary>One import from the request to the end of its session: find the device, become its holder, claim it, answer, carry URBs, tell how it ended.</summary>
sealed class Attachment(Exports exports, HubOptions options, MemoryBudget budget, ILogger logger, TimeProvider time, CancellationToken stopping)
{
    /// <summary>Runs on the connection's thread; returns when the device is free again.</summary>
    /// <exception cref="SocketException">The client left before the session began.</exception>
    internal void Run(Connection connection, Visitor visitor, string busId)
    {
        Thread.CurrentThread.Name = $"usb {busId}";
        Verdict verdict = exports.Admit(visitor, busId);
        if (verdict is not { Export: { } export, Lease: { } lease })
        {
            Refuse(connection, busId, verdict.Status, verdict.Reason);
            return;
        }
        SessionEnd end = SessionEnd.None;
        string reason = "the session did not begin";
        try
        {
            (end, reason) = Run(connection, export, lease);
        }
        finally
        {
            lease.End(end, reason);
        }
    }

    (SessionEnd End, string Reason) Run(Connection connection, Export export, ILease lease)
    {
        string busId = export.BusId;
        DeviceInfo info = export.Device.Info; // Once: the record and the session must speak of the same device number.
        if (Exports.RecordOf(busId, info) is not { } record) return Refuse(connection, busId, OpStatus.NoDevice, "its name cannot be a bus id");
        using var session = new Session(connection, info, options.Limits, budget, time);
        if (!exports.TryHold(session)) return Refuse(connection, busId, OpStatus.DeviceBusy, $"in use by {exports.HolderOf(info.BusId)?.Peer}");
        try
        {
            // A stopping hub tells the sessions it finds; this one may have been held too late to be found.
            if (stopping.IsCancellationRequested) return (SessionEnd.HubStopping, "the hub is stopping");
            OpenDevice open;
            try
            {
                open = export.Device.Open(session, new OpenOptions(options.Force));
            }
            catch (DeviceException e)
            {
                return Refuse(connection, busId, StatusOf(e.Failure), e.Message);
            }
            long began = time.GetTimestamp();
            if (TryAccept(connection, record, out SocketException? left))
            {
                logger.Attached(busId, HubServer.NameOf(info), connection.Peer);
                lease.Begin(session);
            }
            else
            {
                session.Abort(SessionEnd.ClientLost, left!.Message);
            }
            session.Run(open);
            return (session.End, Tell(session, busId, time.GetElapsedTime(began)));
        }
        finally
        {
            exports.Release(session);
        }
    }

    (SessionEnd End, string Reason) Refuse(Connection connection, string busId, OpStatus status, string reason)
    {
        logger.Refused(busId, connection.Peer, reason);
        Handshake.Refuse(connection, status);
        return (SessionEnd.None, reason);
    }

    string Tell(Session session, string busId, TimeSpan duration)
    {
        string reason = Describe(session);
        if (session.End == SessionEnd.HubFailure) logger.HubFailure(session.Failure, busId, session.Peer);
        logger.Detached(busId, session.Peer, duration.TotalSeconds, reason, session.UrbCount, session.BytesIn, session.BytesOut);
        return reason;
    }

    static string Describe(Session session) => session.End switch
    {
        SessionEnd.ClientClosed => "the client detached",
        SessionEnd.ClientLost => $"the client was lost ({session.EndDetail})",
        SessionEnd.ClientViolation => $"the client broke the protocol ({session.EndDetail})",
        SessionEnd.DeviceGone => $"the device is gone ({session.EndDetail})",
        SessionEnd.Kicked => session.EndDetail is { } detail ? $"an operator ended it ({detail})" : "an operator ended it",
        SessionEnd.LeaseOver => $"the lease is over ({session.EndDetail})",
        SessionEnd.TakenOver => "its holder attached it anew",
        SessionEnd.HubStopping => "the hub is stopping",
        _ => "a defect of the hub",
    };

    static OpStatus StatusOf(DeviceFailure failure) => failure switch
    {
        DeviceFailure.Busy => OpStatus.DeviceBusy,
        DeviceFailure.Gone => OpStatus.NoDevice,
        _ => OpStatus.DeviceError,
    };

    static bool TryAccept(Connection connection, DeviceRecord record, out SocketException? left)
    {
        left = null;
        try
        {
            Handshake.Accept(connection, record);
            return true;
        }
        catch (SocketException e)
        {
            left = e;
            return false;
        }
    }
}
