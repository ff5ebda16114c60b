"""A sheet that is being written, by one or by two, in one place or in several."""

import pytest
from django.test import Client
from django.utils import timezone

from practices.domain.drafts import save_draft
from practices.models import CoAuthor

from ...factories import make_user
from ..conftest import ANSWERS

FIRST = ANSWERS["essentiel"]


@pytest.fixture
def written(writer):
    """A writer whose sheet has every answer."""
    return writer.begin_answered()


@pytest.fixture
def colleague(written):
    """A co-author who writes, at her own browser."""
    user = make_user("samia@essai.example", name="Samia Essai")
    CoAuthor.objects.create(record=written.record, user=user, role="edit", invited_by=written.user, accepted_at=timezone.now())
    user.browser = Client()
    user.browser.force_login(user)
    return user


def elsewhere(writer, **values):
    """Another tab, another machine, saves these values meanwhile."""
    save_draft(page_id=writer.record.pk, by=writer.user, values=values)
