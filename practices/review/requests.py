"""Requests for changes in words: which field each is about, on which screen of the form it is answered, what was said to it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from ..forms.steps import OF_FIELD
from ..models import ChangeRequest
from ..sheet import BY_KEY
from .letters import field_label


@dataclass(frozen=True)
class RequestShown:
    """One request. `url`: where the field is changed; empty for the sheet as a whole, or a field that the short form does not ask."""

    request: ChangeRequest
    label: str
    url: str
    answer: str
    done: bool
    error: str


def shown(
    requests: Iterable[ChangeRequest], *, typed: Mapping[str, str] | None = None, faults: Mapping[int, str] | None = None
) -> list[RequestShown]:
    """As kept, or as `typed` when an answer could not be kept (`faults` by request)."""
    return [_shown(request, typed, (faults or {}).get(request.pk, "")) for request in requests]


def _shown(request: ChangeRequest, typed: Mapping[str, str] | None, error: str) -> RequestShown:
    answer = typed.get(f"answer-{request.pk}", "") if typed is not None else request.answer
    done = f"done-{request.pk}" in typed if typed is not None else request.answered_at is not None
    return RequestShown(request, field_label(request.field), _where(request), answer, done, error)


def _where(request: ChangeRequest) -> str:
    step = OF_FIELD.get(request.field)
    if step is None:
        return ""
    return reverse("practices:submit_step", args=[request.record.identifier, step.slug]) + f"#question-{BY_KEY[request.field].attribute}"
