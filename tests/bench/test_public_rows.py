"""The bench's sheets are what publishing writes, but for their words."""

from practices.demo.loading import demo_rows
from practices.models import PublicPractice
from search.documents import document
from tests.bench.public_rows import PublicRows
from tests.relevance.stock import load

NUMBER = 12


def shape(value):
    """The keys of objects, at any depth; of a list, those of its items together."""
    if isinstance(value, list):
        flat = [inner for item in value for inner in (item if isinstance(item, list) else [item]) if isinstance(inner, dict)]
        return {key: shape([item[key] for item in flat if item.get(key)]) for key in {key for item in flat for key in item}} or None
    return {key: shape(item) for key, item in value.items()} if isinstance(value, dict) else None


def together(practices, name):
    return shape([getattr(practice, name) for practice in practices])


def test_drawn_sheets_have_the_shape_of_published_ones_and_are_indexed_alike(reference_data):
    load([row for row in demo_rows() if row.pop("demo_state") == "published"][:NUMBER])
    published = list(PublicPractice.objects.all())
    PublicRows().copy(0, NUMBER)
    drawn = list(PublicPractice.objects.exclude(pk__in=[practice.pk for practice in published]))
    assert len(drawn) == NUMBER
    assert together(drawn, "data").keys() == together(published, "data").keys()
    for key in ("effects", "barriers", "facilitators", "steps", "organisation", "territories", "themes", "main_theme", "lessons", "means"):
        assert together(drawn, "data")[key] == together(published, "data")[key], key
    assert together(drawn, "filters") == together(published, "filters")
    documents = [shape(document(practice)).keys() for practice in (*published, *drawn)]
    assert all(keys == documents[0] for keys in documents)


def test_the_same_number_is_the_same_sheet_and_another_one_is_not(reference_data):
    rows = PublicRows()
    rows.copy(5, 7)
    fifth = PublicPractice.objects.get(data__external_id="banc-0000005")
    sixth = PublicPractice.objects.get(data__external_id="banc-0000006")
    assert (fifth.identifier, fifth.title) != (sixth.identifier, sixth.title)
    PublicPractice.objects.all().delete()
    PublicRows().copy(5, 6)
    again = PublicPractice.objects.get()
    assert (again.identifier, again.data, again.filters) == (fifth.identifier, fifth.data, fifth.filters)
