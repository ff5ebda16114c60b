"""What a row costs: a literal number of statements, whatever the file holds; and a page made in few leaves nothing out."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageLogEntry

from practices.domain.new_pages import keep_first_version, put_below
from practices.models import PracticePage, PracticeTerritory, RegionPage
from territories.models import Territory
from themes.models import Keyword, Theme

from ..factories import make_user
from .conftest import row, run, write

pytestmark = pytest.mark.usefixtures("reference_data")


@pytest.fixture
def statements(tmp_path):
    """How many statements the import of so many rows takes; each row has two communes that no other names."""

    def statements(number, *options, again=False):
        communes = Territory.objects.filter(kind="com", successor=None, region_code="reg-32").order_by("code")
        codes = list(communes.values_list("code", flat=True)[: 2 * number])
        keywords = ["café", "banc public", "rencontre"]
        places = zip(codes[::2], codes[1::2], strict=True)
        rows = [row(external_id=f"r{number}-{at}", territories=list(two), keywords=keywords) for at, two in enumerate(places)]
        path = write(tmp_path / "fiches.jsonl", rows)
        if again:
            run(path, *options)
        with CaptureQueriesContext(connection) as asked:
            refusals, counts, _code, _warnings = run(path, *options)
        done = {"created": 0 if again else number, "updated": number if again else 0}
        assert (refusals, counts) == ([], {"rows": number, **done, "refused": 0})
        return len(asked)

    return statements


@pytest.mark.parametrize(
    ("options", "again", "each"),
    [(["--publish"], False, 23), (["--publish"], True, 96), ([], False, 56), (["--publish", "--dry-run"], False, 38)],
    ids=["published", "published-again", "submitted", "tried"],
)
def test_each_row_takes_as_many_statements_as_the_one_before(statements, options, again, each):
    statements(1, *options)
    assert statements(8, *options, again=again) - statements(3, *options, again=again) == 5 * each


def _columns(page):
    """All that the tables hold of a page and of its rows, but for what no two pages share."""
    own = {"id", "page_ptr_id", "path", "slug", "url_path", "translation_key"}
    moments = {"latest_revision_created_at", "first_published_at", "last_published_at", "latest_revision_id", "live_revision_id"}
    values = PracticePage.objects.filter(pk=page.pk).values().get()
    rows = [(row.territory_id, row.sort_order) for row in page.territory_rows.order_by("sort_order")]
    tags = [sorted(page.themes.values_list("slug", flat=True)), sorted(page.keywords.values_list("name", flat=True))]
    log = list(
        PageLogEntry.objects.filter(page=page.pk).order_by("pk").values("action", "label", "user", "content_type", "content_changed")
    )
    content = {key: value for key, value in page.latest_revision.content.items() if key not in own | moments | {"pk"}}
    for name in ("themed_items", "keyworded_items", "territory_rows"):
        content[name] = [
            {key: value for key, value in each.items() if key not in ("pk", "page", "content_object")} for each in content[name]
        ]
    kept = {key: value for key, value in values.items() if key not in own | moments}
    return kept, {name: values[name] is None for name in moments}, rows, tags, log, content


@pytest.mark.parametrize("live", [True, False])
def test_a_page_put_in_its_place_is_the_one_that_wagtail_would_have_made(live):
    region, owner = RegionPage.objects.get(slug="bretagne"), make_user()
    kept = Keyword.objects.create(name="banc")

    def new(slug):
        page = PracticePage(title="Le banc", slug=slug, owner=owner, live=live, has_unpublished_changes=not live, summary="Un banc.")
        page.main_theme = Theme.objects.first()
        page.themes.set([Theme.objects.last()])
        page.keywords.set([kept])
        page.territory_rows = [PracticeTerritory(territory_id=code, sort_order=at) for at, code in enumerate(["dep-35", "dep-29"])]
        return page

    ours, theirs = new("le-banc-un"), new("le-banc-deux")
    region.add_child(instance=theirs)
    revision = theirs.save_revision(user=owner, clean=False, changed=not live)
    if live:
        revision.publish(user=owner, skip_permission_checks=True)
    put_below(region, ours)
    keep_first_version(ours, by=owner)
    first, second = PracticePage.objects.get(pk=theirs.pk), PracticePage.objects.get(pk=ours.pk)
    assert _columns(second) == _columns(first)
    assert (second.get_parent().pk, second.url_path, second.depth) == (region.pk, f"{region.url_path}le-banc-un/", first.depth)
    assert [page.pk for page in RegionPage.objects.get(pk=region.pk).get_children()][-2:] == [first.pk, second.pk]
    assert Page.find_problems() == ([], [], [], [], [])
