"""What the templates of contents need."""

from typing import Any

from django import template
from wagtail.blocks import StreamValue

from publications.models import EditorialPage

register = template.Library()


@register.simple_tag
def stream(content: dict[str, Any], name: str) -> StreamValue:
    """A stream of the public object, to be drawn block by block: `{% stream content "body" as body %}`."""
    model = next(model for model in EditorialPage.__subclasses__() if model.kind == content["kind"])
    block = model._meta.get_field(name).stream_block
    return block.to_python(content[name])
