namespace Farhub.Usb;

/// <summary>Linux errno numbers (x86 and arm64, include/uapi/asm-generic/errno*.h). USB/IP carries them, negated,
/// as URB status whatever operating system the peers run, so they are constants here and not the platform's.</summary>
public static class Errno
{
#pragma warning disable CS1591 // Kernel constants keep the kernel's names; the meaning for a URB stands beside each.
    public const int EPERM = 1;
    public const int ENOENT = 2;          // unlinked synchronously
    public const int EINTR = 4;
    public const int EIO = 5;
    public const int EBADF = 9;
    public const int EAGAIN = 11;
    public const int ENOMEM = 12;
    public const int EACCES = 13;
    public const int EBUSY = 16;
    public const int EXDEV = 18;          // isochronous: some packets failed
    public const int ENODEV = 19;         // device gone
    public const int EINVAL = 22;
    public const int ENOTTY = 25;
    public const int EFBIG = 27;
    public const int ENOSPC = 28;         // no periodic bandwidth left
    public const int EPIPE = 32;          // stall
    public const int EBADR = 53;          // control: length does not match wLength
    public const int ENODATA = 61;
    public const int ETIME = 62;          // no response
    public const int ENOSR = 63;          // data underrun
    public const int ECOMM = 70;          // data overrun
    public const int EPROTO = 71;         // bus error
    public const int EOVERFLOW = 75;      // babble
    public const int EILSEQ = 84;         // CRC
    public const int EMSGSIZE = 90;
    public const int EOPNOTSUPP = 95;
    public const int ECONNRESET = 104;    // unlinked
    public const int ESHUTDOWN = 108;     // device or endpoint shut down
    public const int ETIMEDOUT = 110;
    public const int EINPROGRESS = 115;
    public const int EREMOTEIO = 121;     // short with URB_SHORT_NOT_OK
#pragma warning restore CS1591
}
