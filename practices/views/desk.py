"""The editors' desk: what awaits them, found by facets or by typing, and what is done with several sheets at once."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.ui.components import Component

from .. import permissions
from ..desk import facets
from ..desk.acts import ACTS, ActForm, act_on
from ..desk.listing import SORTS, Desk
from ..queries import reports_to_answer


@require_safe
def index(request):
    """The sheets of the editor's regions; the address holds the whole state of the page."""
    desk = _desk_of(request, request.GET)
    return _page(request, desk, ActForm(editors=desk.editors))


@require_POST
def together(request):
    """One act on the sheets that were ticked; what failed is said sheet by sheet."""
    desk = _desk_of(request, request.POST)
    form = ActForm(request.POST, editors=desk.editors)
    if not form.is_valid():
        return _page(request, desk, form, status=422)
    values = form.cleaned_data
    visible = dict(desk.records.filter(pk__in=values["sheets"]).values_list("pk", "listed_title"))
    _tell(request, form, act_on(values["act"], values["sheets"], by=request.user, visible=visible, values=values))
    if values["back"]:
        return redirect("practices_desk:review", values["back"])
    return redirect(reverse("practices_desk:index") + desk.address(page=desk.page))


class DeskPanel(Component):
    """On the admin's first page: what is new, answered, late, and hers."""

    name = "desk"
    order = 10
    template_name = "practices/desk/panel.html"

    def get_context_data(self, parent_context):
        desk = Desk(parent_context["request"].user, {})
        return {"links": facets.summary(desk), "count": desk.count, "reports": reports_to_answer(desk.regions).count()}


def _desk_of(request, asked) -> Desk:
    if not permissions.is_editor(request.user):
        raise Http404
    return Desk(request.user, asked)


def _page(request, desk, form, status=200):
    context = {
        "desk": desk,
        "tabs": facets.tabs(desk),
        "sublists": facets.sublists(desk),
        "facets": facets.facets(desk),
        "chips": facets.chips(desk),
        "without_chips": desk.address(desk.query.of("est")),
        "sorts": [(name, label, name == desk.sort) for name, (label, _order) in SORTS.items()],
        "previous": desk.address(page=desk.page - 1) if desk.page > 1 else "",
        "next": desk.address(page=desk.page + 1) if desk.page < desk.pages else "",
        "form": form,
        "ticked": form.data.getlist("sheets") if form.is_bound else [],
    }
    return render(request, "practices/desk/index.html", context, status=status)


def _tell(request, form, report):
    """Two messages at most: what was done, and what was refused and why."""
    values = form.cleaned_data
    if report.done:
        person = dict(form.fields["person"].choices).get(values["person"], "")
        said = ACTS[values["act"]].done % {"number": len(report.done), "person": person}
        messages.success(request, format_html("{} {}", said, ", ".join(_("“%(title)s”") % {"title": title} for title in report.done)))
    lines = [(_("“%(title)s”") % {"title": title}, reason) for title, reason in report.refused]
    refusals = format_html_join("", "<li>{} — {}</li>", lines)
    if report.unknown:
        unknown = ngettext("%(number)s sheet is not on your desk.", "%(number)s sheets are not on your desk.", report.unknown)
        refusals += format_html("<li>{}</li>", unknown % {"number": report.unknown})
    if refusals:
        messages.warning(request, format_html("{}<ul>{}</ul>", _("What was not done:"), refusals))
