"""The board and the calendar of publications, in the admin."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ..desk.board import Board
from ..permissions import on_board


@never_cache
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """What is coming, in columns by step."""
    shown = _board_of(request)
    return render(request, "publications/desk/board.html", {"board": shown, "columns": shown.columns(), "view": "board"})


@never_cache
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """The same by date."""
    shown = _board_of(request)
    return render(
        request, "publications/desk/calendar.html", {"board": shown, "days": shown.days(), "undated": shown.undated(), "view": "calendar"}
    )


def _board_of(request: HttpRequest) -> Board:
    if on_board(request.user):
        raise Http404
    return Board(request.user, request.GET)
