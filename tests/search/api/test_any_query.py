"""Whatever is typed is answered or refused, by the engine itself: never a fault, never a query that the engine cannot take."""

import re

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from search.breaker import breaker
from search.params import LARGEST_PAGE, LONGEST_QUERY, SMALLEST_PAGE

SIGNS = (
    *"\"«»“”*?-+:()[]{}\\/~^!&|<>='’.,;#@%_·•",
    "&&",
    "||",
    "AND",
    "OR",
    "NOT",
    "TO",
    "titre:",
    "theme:",
    "territoire:",
    "structure:",
    "-titre:",
    " ",
    "\t",
)
ODD = ("\x00", "\u200b", "\u202e", "\ufeff", "\uffff", "\U0001f600", "e\u0301", "œ", "İ", "ß", "ﬁ", "١", "𝐣", "\ue000", "中文", "ي")
WORDS = ("jardin", "l’insertion", "aller-vers", "RSA", "habitant·e·s", "des", "le", "Hauts-de-France", "jarddin", "10.000", "j" * 120)

#: Any text that an address can hold; and texts made of what the query language and French know.
anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=LONGEST_QUERY + 20)
made = st.lists(st.sampled_from(SIGNS + ODD + WORDS) | st.text(st.characters(exclude_categories=["Cs"]), max_size=4), max_size=80).map(
    "".join
)
queries = anything | made


def up_to(number):
    """So many cases, the same at each run."""
    return settings(
        max_examples=number, deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )


@pytest.fixture
def ask(client, practices, allow):
    """The answer to `q` at this address, with these other parameters."""
    allow(1_000_000)
    practices({"title": "Le jardin"}, {"title": "L’insertion par le jardin", "territories": ("com-59350",)}, {"title": "Aller-vers"})
    return lambda path, **parameters: client.get(path, parameters)


@up_to(200)
@given(q=queries)
@example(q='"' * 500)
@example(q="-" * 500)
@example(q='-"a b" ' * 71)
@example(q="titre:a* " * 55)
@example(q="*a " * 166)
@example(q="((((((((((" * 50)
@example(q="j" * 500)
@example(q="a b c d e f g h i j k l m n o p q r s t u v w x y z " * 9)
@example(q="·".join("e" * 250))
def test_the_api_answers_any_query_from_the_engine(ask, q):
    response = ask("/api/v1/practices", q=q)
    assert response.status_code == (422 if len(q) > LONGEST_QUERY else 200)
    if response.status_code == 200:
        assert not response.json()["degraded"]
        for hit in response.json()["results"]:
            for text in (text for texts in hit["highlights"].values() for text in texts):
                assert re.sub("</?mark>", "", text).count("<") == 0
    assert not breaker.is_open


@up_to(60)
@given(q=queries)
@example(q='"' * 500)
@example(q="<script>alert(1)</script>")
@example(q="{% now %}{{ q }}")
def test_the_page_shows_any_query(ask, q):
    response = ask("/pratiques/", q=q)
    assert response.status_code == 200
    assert b"<script>alert" not in response.content
    assert not breaker.is_open


@up_to(60)
@given(q=queries)
def test_vocabularies_and_suggestions_take_any_text(ask, q):
    for path in ("territories", "suggest"):
        assert ask(f"/api/v1/{path}", q=q).status_code == (422 if len(q) > LONGEST_QUERY else 200)


@up_to(60)
@given(
    parameter=st.sampled_from(["theme", "territoire", "motcle", "mode", "transfert", "frein", "tri", "annee_min", "cursor"]), value=queries
)
def test_any_value_of_any_parameter_is_answered_or_reported(ask, parameter, value):
    response = ask("/api/v1/practices", **{parameter: value})
    if response.status_code != 200:
        assert (response.status_code, [error["field"] for error in response.json()["errors"]]) == (422, [parameter])


@up_to(80)
@given(page=st.integers(1) | st.integers(1, 12_000), size=st.integers(SMALLEST_PAGE, LARGEST_PAGE))
@example(page=10**40, size=100)
@example(page=1000, size=10)
@example(page=1001, size=10)
def test_any_page_past_the_end_is_empty(ask, page, size):
    body = ask("/api/v1/practices", page=page, par_page=size).json()
    assert (body["count"], body["pages"], len(body["results"]), body["degraded"]) == (3, 1, 3 if page == 1 else 0, False)


@up_to(60)
@given(size=st.integers() | st.text(st.characters(exclude_categories=["Cs"]), max_size=5))
def test_a_size_of_page_is_from_ten_to_a_hundred(ask, size):
    response = ask("/api/v1/practices", par_page=size)
    whole = re.fullmatch("[0-9]+", cleaned) if (cleaned := re.sub(r"[\x00-\x1f\x7f-\x9f\ufffe\uffff]", " ", str(size)).strip()) else True
    fits = cleaned == "" or (whole and SMALLEST_PAGE <= int(cleaned) <= LARGEST_PAGE)
    assert response.status_code == (200 if fits else 422)
