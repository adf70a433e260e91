using Microsoft.AspNetCore.Components.Rendering;

namespace Farhub.Web.Pages.Parts;

/// <summary>The page itself, inside its frame.</summary>
public sealed class PageBody : PageComponent
{
    /// <inheritdoc/>
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenComponent(0, Visit.Page.Component);
        builder.CloseComponent();
    }
}
