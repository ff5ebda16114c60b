"""/gestion/audit/: the trail, for administrators; narrowed, read on the page, or taken away as a file."""

from itertools import islice

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST, require_safe

from accounts.domain.audit import note_account
from accounts.models import AccountEvent, User
from accounts.permissions import may_read_audit

from ..models import RegionPage
from ..team import audit

SHOWN = 100


class AuditForm(forms.Form):
    since = forms.DateField(label=lazy("Since"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=lazy("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    kind = forms.ChoiceField(label=lazy("Act"), required=False)
    person = forms.CharField(label=lazy("Person (address or number)"), required=False, max_length=254)
    identifier = forms.CharField(label=lazy("Sheet"), required=False, max_length=11)
    region = forms.ModelChoiceField(
        label=lazy("Region"), required=False, queryset=RegionPage.objects.none(), empty_label=lazy("All regions")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("All acts")), *audit.kinds()]
        self.fields["region"].queryset = RegionPage.objects.select_related("group").order_by("title")

    def clean_person(self) -> int | None:
        """A number that belonged to an account stays searchable once the account is gone."""
        typed = self.cleaned_data["person"].strip()
        if not typed:
            return None
        if typed.isdecimal() and len(typed) < 10:
            return int(typed)
        found = User.objects.filter(email__iexact=typed).values_list("pk", flat=True).first()
        if found is None:
            raise ValidationError(_("No account has this address."))
        return found

    def clean_identifier(self) -> str:
        return self.cleaned_data["identifier"].strip().lower()

    def clean(self):
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and since > until:
            self.add_error("until", _("The end comes before the beginning."))
        return super().clean()

    @property
    def wanted(self) -> audit.Wanted:
        values = dict(self.cleaned_data)
        return audit.Wanted(person_id=values.pop("person"), **values)


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    """The newest acts first."""
    _administrators_only(request)
    form = AuditForm(request.GET)
    if not form.is_valid():
        return render(request, "practices/audit/index.html", {"form": form, "lines": [], "count": 0}, status=422)
    context = {"form": form, "lines": list(islice(audit.lines(form.wanted), SHOWN)), "count": audit.count(form.wanted), "shown": SHOWN}
    return render(request, "practices/audit/index.html", context)


@require_POST
def export(request: HttpRequest) -> HttpResponseBase:
    """All the lines as CSV, streamed; that it was taken away is itself noted."""
    _administrators_only(request)
    form = AuditForm(request.POST)
    if not form.is_valid():
        return render(request, "practices/audit/index.html", {"form": form, "lines": [], "count": 0}, status=422)
    with transaction.atomic():
        note_account(AccountEvent.Kind.AUDIT_EXPORTED, subject=None, by=request.user)
    response = StreamingHttpResponse(audit.csv_lines(audit.lines(form.wanted)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="audit-{timezone.localdate()}.csv"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


def _administrators_only(request: HttpRequest) -> None:
    if may_read_audit(request.user):
        raise Http404
