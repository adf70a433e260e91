namespace Farhub.Control.Model;

/// <summary>A value that leaves the store for nobody: not to the API, not to the audit, not to an export. There it only says that it changed.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;
