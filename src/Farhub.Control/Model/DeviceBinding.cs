namespace Farhub.Control.Model;

/// <summary>How a share knows its device again: by what it is, or by where it is plugged in.</summary>
public sealed record DeviceBinding
{
    /// <summary>idVendor:idProduct such as <c>0529:0001</c>. Null when whatever sits at <see cref="Port"/> is meant: then the share stays the same while the
    /// device changes its numbers (boot loader, DFU).</summary>
    public string? Id { get; init; }

    /// <summary>Serial number, to the letter; null for a device without one, or any.</summary>
    public string? Serial { get; init; }

    /// <summary>Port path such as <c>1-4.2</c>. With <see cref="Id"/> it only decides between devices that cannot be told apart otherwise.</summary>
    public string? Port { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Id is null
        ? $"port {Port}"
        : $"{Id}{(Serial is null ? "" : $" serial {Serial}")}{(Port is null ? "" : $" (port {Port})")}";
}
