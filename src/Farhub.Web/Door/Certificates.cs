using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Farhub.Web.Door;

/// <summary>The certificate of the secure door: one's own, or one the hub makes for itself at its first start and keeps.</summary>
public static class Certificates
{
    static readonly TimeSpan Lifetime = TimeSpan.FromDays(3650);

    /// <summary>Loads a PEM file with certificate and key.</summary>
    /// <exception cref="CryptographicException">It holds none.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static X509Certificate2 Load(string path) => X509Certificate2.CreateFromPemFile(path, path);

    /// <summary>Loads the hub's own, or makes it.</summary>
    /// <param name="path">Where it is kept, readable for the hub's user alone.</param>
    /// <param name="now">The time.</param>
    /// <param name="isNew">Whether it was made.</param>
    /// <exception cref="IOException">It can neither be read nor written.</exception>
    public static X509Certificate2 LoadOrMake(string path, DateTimeOffset now, out bool isNew)
    {
        isNew = !File.Exists(path);
        if (isNew) Write(path, Make(now));
        return Load(path);
    }

    /// <summary>What people compare: SHA-256 of the certificate, in pairs of hexadecimal digits.</summary>
    public static string FingerprintOf(X509Certificate2 certificate) => Convert.ToHexString(certificate.GetCertHash(HashAlgorithmName.SHA256));

    /// <summary>The host name that browsers find in the certificate: the first that is more than <c>localhost</c>, when it has one.</summary>
    public static string HostNameOf(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(e => e.EnumerateDnsNames()).FirstOrDefault(n => n != "localhost" && !n.StartsWith('*')) ?? "localhost";

    static string Make(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string host = Dns.GetHostName();
        var request = new CertificateRequest(new X500DistinguishedName($"CN=Farhub on {host}"), key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        if (!string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) && Uri.CheckHostName(host) == UriHostNameType.Dns) names.AddDnsName(host);
        names.AddIpAddress(IPAddress.Loopback);
        if (Socket.OSSupportsIPv6) names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        // A clock that is a day behind is common on machines without a battery.
        using X509Certificate2 certificate = request.CreateSelfSigned(now.AddDays(-1), now + Lifetime);
        return $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n";
    }

    static void Write(string path, string text)
    {
        // Beside it and then renamed: a start that is cut short leaves no half a certificate.
        string half = path + ".new";
        File.Delete(half);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(half, options)) writer.Write(text);
        File.Move(half, path, overwrite: true);
    }
}
