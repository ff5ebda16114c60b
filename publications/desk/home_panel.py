"""On the admin's first page: what of publications awaits this person, to read, to answer and to decide."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from ..entrusted import entrusted
from ..permissions import on_board
from .board import Board


@dataclass(frozen=True)
class Line:
    """`number` of something, and where it is."""

    label: str
    number: int
    address: str


class PublicationsPanel(Component):
    name = "publications"
    order = 20
    template_name = "publications/desk/panel.html"

    def get_context_data(self, parent_context):
        user = parent_context["request"].user
        board = None if on_board(user) else Board(user, {})
        lines = [*_entrusted_to(user), *(_on(board) if board else ())]
        return {"lines": lines, "next": board.next_out() if board else None}


def _entrusted_to(user) -> list[Line]:
    """Said only when there is something: most editors write or read nothing today."""
    work = entrusted(user)
    lines = [
        Line(_("texts to read"), work.readings, reverse("publications:readings")),
        Line(_("texts of yours that await an answer"), work.proofs, reverse("publications:proofs")),
    ]
    return [line for line in lines if line.number]


def _on(board: Board) -> list[Line]:
    counts, whole = board.counts(), reverse("publications_desk:board")
    lines = [
        Line(_("to be decided on"), counts["to_decide"], whole),
        Line(_("in your charge"), counts["held"], f"{whole}?qui=moi"),
        Line(_("late ones"), counts["late"], f"{whole}?retard=1"),
    ]
    scheduled = Line(_("scheduled ones"), counts["scheduled"], reverse("publications_desk:calendar"))
    return [*lines, scheduled] if counts["scheduled"] else lines
