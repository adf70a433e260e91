namespace Farhub.Devices;

/// <summary>A device cannot be claimed. The message is a clause a person can act on.</summary>
public sealed class DeviceException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="failure">What kind of refusal.</param>
    /// <param name="message">Why, and what to do.</param>
    /// <param name="innerException">What the operating system said.</param>
    public DeviceException(DeviceFailure failure, string message, Exception? innerException = null) : base(message, innerException) => Failure = failure;

    /// <summary>Makes one of kind <see cref="DeviceFailure.Error"/>.</summary>
    public DeviceException(string message) : base(message) { }

    /// <summary>Makes one of kind <see cref="DeviceFailure.Error"/>.</summary>
    public DeviceException(string message, Exception innerException) : base(message, innerException) { }

    /// <summary>Makes one of kind <see cref="DeviceFailure.Error"/>.</summary>
    public DeviceException() { }

    /// <summary>What kind of refusal.</summary>
    public DeviceFailure Failure { get; }
}
