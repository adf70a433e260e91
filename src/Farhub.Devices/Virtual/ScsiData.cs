namespace Farhub.Devices.Virtual;

/// <summary>Which way a command's data goes.</summary>
enum ScsiData
{
    /// <summary>There is none.</summary>
    None,
    /// <summary>To the host.</summary>
    In,
    /// <summary>From the host.</summary>
    Out,
}
