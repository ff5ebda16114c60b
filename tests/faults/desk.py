"""Sheets that wait for approval, each with a word by which it is found, and the editor who approves them."""

import random

from django.http import QueryDict
from django.urls import reverse

from practices import content
from practices.domain.records import latest_version
from search import queries
from search.params import parse
from search.vocabulary import Vocabulary
from tests.platform.site import session_of
from tests.practices.factories import fresh, make_editor, make_submitted, make_user


class Desk:
    """An editor who approves sheets over HTTP, exactly as she read them."""

    def __init__(self, site):
        self.site = site
        self.editor = make_editor()
        self.contributor = make_user()
        self.session = session_of(self.editor)

    def sheets(self, number):
        """Submitted sheets and the word by which each one is found."""
        words = [_word() for _each in range(number)]
        return [(make_submitted(self.contributor, title=f"Les mardis de {word}"), word) for word in words]

    def approve(self, record, **options):
        version = fresh(record.pk)
        fields = {"revision": version.page.latest_revision_id, "content_hash": content.public_hash(latest_version(version))}
        return self.site.post(reverse("practices_desk:approve", args=[record.pk]), fields, session=self.session, **options)


def _word():
    return "".join(random.choice("bdfglmnprt") + random.choice("aiou") for _each in range(5)) + "k"


def is_found(word, identifier):
    """Whether the engine itself, not the fallback, answers this word with this sheet."""
    results = queries.find(parse(QueryDict(f"q={word}"), Vocabulary()))
    return not results.degraded and [hit["id"] for hit in results.hits] == [identifier]
