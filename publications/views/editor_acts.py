"""What national editors do from the page editor with a content that they saved: schedule it, take it off the site."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from core.templatetags.core_tags import day
from core.typography import inside
from practices.domain.errors import Forbidden, Refused
from practices.permissions import Reason

from ..domain.publication import withdraw_content
from ..domain.schedule import schedule_content, unschedule_content
from ..models import EditorialRecord
from ..permissions import may_publish, may_withdraw


class ScheduleForm(forms.Form):
    """`revision`: the version that the editor saved and reads now."""

    at = forms.DateTimeField(
        label=gettext_lazy("It goes out on"),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages=dict.fromkeys(("invalid", "required"), gettext_lazy("Give a day and a time, such as 2026-12-01T09:00.")),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


class WithdrawForm(forms.Form):
    words = forms.CharField(
        label=gettext_lazy("What is read at its address"),
        widget=forms.Textarea({"rows": 4}),
        max_length=1000,
        required=False,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def schedule(request: HttpRequest, page_id: int) -> HttpResponse:
    """When the saved version goes out by itself; or off the schedule again. A refusal is said above the form."""
    record = _record(page_id)
    _check(may_publish(request.user, record))
    if "unschedule" in request.POST:
        unschedule_content(page_id=page_id, by=request.user)
        messages.success(request, _("“%(title)s” will not go out by itself.") % {"title": inside(record.page.title)})
        return redirect("wagtailadmin_pages:edit", page_id)
    form = ScheduleForm(request.POST or None, initial={"revision": record.page.latest_revision_id})
    if form.is_valid() and _done(
        form, schedule_content, page_id=page_id, revision_id=form.cleaned_data["revision"], at=form.cleaned_data["at"], by=request.user
    ):
        at = timezone.localtime(form.cleaned_data["at"])
        said = _("“%(title)s” goes out on %(day)s at %(hour)s.")
        messages.success(request, said % {"title": inside(record.page.title), **_told(at)})
        return redirect("wagtailadmin_pages:edit", page_id)
    context = {"record": record, "form": form, "zone": timezone.get_current_timezone_name(), "version": record.page.latest_revision}
    return render(request, "publications/admin/schedule.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, page_id: int) -> HttpResponse:
    """Asks for the words that stay at the address, then takes the content off the site."""
    record = _record(page_id)
    _check(may_withdraw(request.user, record))
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _done(form, withdraw_content, page_id=page_id, by=request.user, words=form.cleaned_data["words"]):
        messages.success(request, _("“%(title)s” is no longer on the site.") % {"title": inside(record.page.title)})
        return redirect("wagtailadmin_pages:edit", page_id)
    return render(request, "publications/admin/withdraw.html", {"record": record, "form": form}, status=422 if form.errors else 200)


def _record(page_id: int) -> EditorialRecord:
    record = EditorialRecord.objects.select_related("page__latest_revision").filter(page_id=page_id).first()
    if record is None:
        raise Http404
    return record


def _check(reason: Reason) -> None:
    if reason:
        raise PermissionDenied(reason)


def _done(form: forms.Form, act: Callable[..., None], **arguments: Any) -> bool:
    try:
        act(**arguments)
    except Forbidden as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _told(at: datetime) -> dict[str, str]:
    return {"day": day(at), "hour": at.strftime("%H h %M")}
