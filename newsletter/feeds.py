"""The newest numbers of the letter as an Atom feed (RFC 4287): where each is read on the site, without what was withdrawn since."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import atom
from core.public_records import iso

from .models import Issue

NEWEST = 50


@require_safe
def letters(request: HttpRequest) -> HttpResponseBase:
    """The feed, or 304 for who has it; pages of other sites may read it."""
    issues = list(Issue.objects.public().defer("body")[:NEWEST])
    updated = max((iso(issue.begun_at) for issue in issues), default=atom.NEVER)
    itself, page = reverse("newsletter:feed"), reverse("newsletter:archive")
    made = atom.feed(itself=itself, page=page, said=_("The letter of the observatory"), updated=updated)
    for issue in issues:
        address, left_at = settings.SITE_URL + issue.get_absolute_url(), iso(issue.begun_at)
        told = {"title": issue.subject, "summary": issue.preheader, "published_at": left_at, "updated_at": left_at}
        atom.entry(made, told, address, address)
    answer = atom.answer(request, made, updated)
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
