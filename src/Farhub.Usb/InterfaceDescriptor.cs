namespace Farhub.Usb;

/// <summary>One alternate setting of one interface (USB 2.0, table 9-12).</summary>
/// <param name="Number">bInterfaceNumber.</param>
/// <param name="AlternateSetting">bAlternateSetting.</param>
/// <param name="Class">bInterfaceClass.</param>
/// <param name="SubClass">bInterfaceSubClass.</param>
/// <param name="Protocol">bInterfaceProtocol.</param>
/// <param name="NameIndex">iInterface, index of a string descriptor; 0 for none.</param>
/// <param name="Endpoints">Its endpoints, in descriptor order; never endpoint 0.</param>
public sealed record InterfaceDescriptor(
    byte Number, byte AlternateSetting, byte Class, byte SubClass, byte Protocol, byte NameIndex,
    IReadOnlyList<EndpointDescriptor> Endpoints);
