using System.Net;
using System.Net.Sockets;
using Farhub.Devices;
using Farhub.Protocol;
using Farhub.Transport;
using Microsoft.Extensions.Logging;

namespace Farhub.Hub;

/// <summary>One import from the request to the end of its session: find the device, become its holder, claim it, answer, carry URBs, tell how it ended.</summary>
sealed class Attachment(Exports exports, HubOptions options, ILogger logger, TimeProvider time, CancellationToken stopping)
{
    /// <summary>Runs on the connection's thread; returns when the device is free again.</summary>
    /// <exception cref="SocketException">The client left before the session began.</exception>
    internal void Run(Connection connection, string busId)
    {
        EndPoint? peer = connection.Peer;
        Thread.CurrentThread.Name = $"usb {busId}";
        IUsbDevice? device = exports.Find(busId);
        DeviceInfo? info = device?.Info; // Once: the record and the session must speak of the same device number.
        if (device is null || info is null || Exports.RecordOf(info) is not { } record)
        {
            logger.Refused(busId, peer, "there is no such device here, or it is not shared");
            Handshake.Refuse(connection, OpStatus.NoDevice);
            return;
        }
        using var session = new Session(connection, info, options.Limits, time);
        if (!exports.TryHold(session))
        {
            logger.Refused(busId, peer, $"in use by {exports.HolderOf(busId)?.Peer}");
            Handshake.Refuse(connection, OpStatus.DeviceBusy);
            return;
        }
        try
        {
            // A stopping hub tells the sessions it finds; this one may have been held too late to be found.
            if (stopping.IsCancellationRequested) return;
            OpenDevice open;
            try
            {
                open = device.Open(session, new OpenOptions(options.Force));
            }
            catch (DeviceException e)
            {
                logger.Refused(busId, peer, e.Message);
                Handshake.Refuse(connection, StatusOf(e.Failure));
                return;
            }
            long began = time.GetTimestamp();
            if (TryAccept(connection, record, out SocketException? left))
            {
                logger.Attached(busId, HubServer.NameOf(info), peer);
            }
            else
            {
                session.Abort(SessionEnd.ClientLost, left!.Message);
            }
            session.Run(open);
            Tell(session, time.GetElapsedTime(began));
        }
        finally
        {
            exports.Release(session);
        }
    }

    void Tell(Session session, TimeSpan duration)
    {
        if (session.End == SessionEnd.HubFailure) logger.HubFailure(session.Failure, session.Device.BusId, session.Peer);
        logger.Detached(session.Device.BusId, session.Peer, duration.TotalSeconds, Describe(session), session.UrbCount, session.BytesIn, session.BytesOut);
    }

    static string Describe(Session session) => session.End switch
    {
        SessionEnd.ClientClosed => "the client detached",
        SessionEnd.ClientLost => $"the client was lost ({session.EndDetail})",
        SessionEnd.ClientViolation => $"the client broke the protocol ({session.EndDetail})",
        SessionEnd.DeviceGone => $"the device is gone ({session.EndDetail})",
        SessionEnd.Kicked => "an operator ended it",
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
