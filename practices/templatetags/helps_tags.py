"""Advice on what to write, and where in the form it is followed."""

from django import template

from ..forms.places import address
from ..helps.checklist import MISSING
from ..rows import Label
from ..sheet import Field

register = template.Library()


@register.simple_tag
def form_address(identifier: str, key: str) -> str:
    """The address of the question, or empty where the form does not ask it."""
    return address(identifier, key)


@register.filter
def asked_for(field: Field) -> Label:
    """Why submission asks for this field, in a sentence."""
    return MISSING[field.key]
