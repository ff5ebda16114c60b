"""An unknown variable in one of our templates fails the test; other packages' templates keep Django's silence."""

import sys

import pytest
from django.conf import settings
from django.template.base import FilterExpression, Node


class UnknownVariable(str):
    """What Django puts in place of an unknown variable: false (an empty text) unless the template is ours.

    Django asks "is there a replacement?" (`__bool__`), "does it name the variable?" (`__contains__`), then
    formats it (`__mod__`): answering by the template that asks leaves the filters of the others as they are.
    """

    def __new__(cls):
        return super().__new__(cls, "")

    def __bool__(self):
        asking = sys._getframe(1)
        return asking.f_code is FilterExpression.resolve.__code__ and _template_in_use(asking) is not None

    def __contains__(self, text):
        return True

    def __mod__(self, variable):
        message = f"unknown variable {variable!s} in {_template_in_use(sys._getframe(1))}"
        seen.append(message)
        raise pytest.fail.Exception(message, pytrace=True)


seen: list[str] = []


def _template_in_use(frame) -> str | None:
    """The name of our template whose node is being rendered; None when the node is another package's."""
    while frame is not None:
        node = frame.f_locals.get("self")
        origin = getattr(node, "origin", None)
        if isinstance(node, Node) and origin is not None:
            ours = str(origin.name).startswith(str(settings.BASE_DIR / "templates"))
            return origin.name if ours else None
        frame = frame.f_back
    return None
