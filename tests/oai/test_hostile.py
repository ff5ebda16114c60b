"""Any string in any argument: an answer of the protocol, never a fault of ours."""

from urllib.parse import urlencode

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oai.protocol import VERBS

from .conftest import error
from .rules import OAI, check

NAMES = ["from", "until", "set", "metadataPrefix", "identifier", "resumptionToken"]
VALUES = st.one_of(
    st.text(st.characters(blacklist_categories=()), max_size=80),
    st.sampled_from(
        ["", "oai_dc", "mods", "2026-01-01", "2026-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "theme", "theme:x:y", "region:", "W10"]
    ),
)


@given(verb=st.one_of(st.sampled_from(list(VERBS)), VALUES), arguments=st.dictionaries(st.sampled_from(NAMES), VALUES), post=st.booleans())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_request_has_an_answer_of_the_protocol(oai, client, verb, arguments, post):
    asked = urlencode({key: value.encode("utf-8", "surrogatepass") for key, value in {"verb": verb, **arguments}.items()})
    form = "application/x-www-form-urlencoded"
    response = client.post("/oai", asked, content_type=form) if post else client.get(f"/oai?{asked}")
    assert response.status_code == 200
    root = check(response.content)
    assert (error(root) is not None) or root.find(f"{OAI}{verb}") is not None
