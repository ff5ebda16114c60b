import pytest
from django.db import IntegrityError

from territories.domain import LoadReport, load_territories
from territories.models import Territory
from territories.signals import territories_changed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference_data")]


@pytest.fixture
def changes():
    """The codes announced as changed, in order."""
    heard = []

    def listen(sender, codes, **kwargs):
        heard.extend(codes)

    territories_changed.connect(listen)
    yield heard
    territories_changed.disconnect(listen)


def test_a_second_load_changes_nothing(changes):
    before = list(Territory.objects.order_by("code").values())
    assert load_territories() == LoadReport(created=0, updated=0, kept=0)
    assert list(Territory.objects.order_by("code").values()) == before
    assert changes == []


def test_what_changed_is_brought_up_to_date_and_announced(changes):
    Territory.objects.filter(code="dep-60").update(name="Oise d’autrefois", ancestors=[])
    assert load_territories() == LoadReport(created=0, updated=1, kept=0)
    department = Territory.objects.get(code="dep-60")
    assert (department.name, department.ancestors) == ("Oise", ["reg-32", "anc-22", "iso-fr"])
    assert changes == ["dep-60"]


def test_a_new_population_is_no_news_for_what_is_published(changes):
    Territory.objects.filter(code="dep-60").update(population=1)
    assert load_territories() == LoadReport(created=0, updated=1, kept=0)
    assert changes == []


def test_a_municipality_that_is_gone_stays_and_leads_to_its_successor(changes):
    Territory.objects.create(code="com-01059", kind="com", name="Cerveyrieu", search_name="cerveyrieu")
    Territory.objects.create(code="com-00000", kind="com", name="Nulle-Part", search_name="nulle part")
    assert load_territories() == LoadReport(created=0, updated=0, kept=2)
    assert Territory.objects.get(code="com-01059").successor_id == "com-01453"
    assert Territory.objects.get(code="com-00000").successor_id is None
    assert changes == ["com-01059"]


def test_a_successor_that_is_gone_in_turn_is_passed_over():
    Territory.objects.create(code="com-01059", kind="com", name="Cerveyrieu", search_name="cerveyrieu")
    Territory.objects.create(code="com-00000", kind="com", name="Hameau", search_name="hameau", successor_id="com-01059")
    load_territories()
    assert Territory.objects.get(code="com-00000").successor_id == "com-01453"


def test_no_row_is_ever_deleted():
    with pytest.raises(IntegrityError, match="never deleted"):
        Territory.objects.filter(code="com-59350").delete()
