"""The vocabulary as linked data: two forms of the same graph, read back by rdflib."""

import pytest
from rdflib import DCTERMS, OWL, RDF, SKOS, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from themes.domain import describe_theme, merge_theme, rename_theme, retire_theme
from themes.models import Theme

# rdflib's own reader of JSON-LD calls what rdflib deprecates.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

SCHEME = URIRef("http://127.0.0.1:8000/themes/")


def concept(slug):
    return URIRef(f"{SCHEME}{slug}/")


@pytest.fixture
def graphs(client):
    """Both forms, parsed: (Turtle, JSON-LD)."""

    def read():
        return (
            Graph().parse(data=client.get("/themes.ttl").content, format="turtle"),
            Graph().parse(data=client.get("/themes.jsonld").content, format="json-ld"),
        )

    return read


def test_both_forms_say_the_same_of_every_theme(themes, graphs):
    turtle, json_ld = graphs()
    assert isomorphic(turtle, json_ld)
    assert set(turtle.subjects(RDF.type, SKOS.Concept)) == {concept(slug) for slug in themes}
    assert set(turtle.subjects(RDF.type, SKOS.ConceptScheme)) == {SCHEME}
    tops = {concept(theme.slug) for theme in themes.values() if theme.parent_id is None}
    assert set(turtle.subjects(SKOS.topConceptOf, SCHEME)) == set(turtle.objects(SCHEME, SKOS.hasTopConcept)) == tops
    assert len(tops) == 12
    assert {(below, above) for below, above in turtle.subject_objects(SKOS.broader)} == {
        (concept(theme.slug), concept(theme.parent.slug)) for theme in themes.values() if theme.parent_id
    }
    assert set(turtle.subject_objects(SKOS.narrower)) == {(above, below) for below, above in turtle.subject_objects(SKOS.broader)}


def test_a_concept_says_its_labels_and_its_place(themes, graphs):
    describe_theme(theme=themes["isolement"], alternative_labels=["solitude", "lien", "Lutte contre l'isolement"], position=1)
    said = set(graphs()[0].predicate_objects(concept("isolement")))
    assert said == {
        (RDF.type, SKOS.Concept),
        (SKOS.prefLabel, Literal("Lutte contre l'isolement", lang="fr")),
        (SKOS.altLabel, Literal("solitude", lang="fr")),
        (SKOS.altLabel, Literal("lien", lang="fr")),
        (SKOS.inScheme, SCHEME),
        (SKOS.broader, concept("lien-social")),
        (DCTERMS.identifier, Literal("isolement")),
    }


def test_a_theme_that_is_gone_stays_and_names_its_successor(themes, graphs):
    merge_theme(theme=themes["isolement"], into=themes["vie-de-quartier"])
    retire_theme(theme=themes["rsa"], replacement=themes["jeunesse"])
    turtle, json_ld = graphs()
    assert isomorphic(turtle, json_ld)
    assert set(turtle.subject_objects(DCTERMS.isReplacedBy)) == {
        (concept("isolement"), concept("vie-de-quartier")),
        (concept("rsa"), concept("jeunesse")),
    }
    assert set(turtle.subject_objects(OWL.deprecated)) == {(concept(slug), Literal(True)) for slug in ("isolement", "rsa")}
    gone = {concept("isolement"), concept("rsa")}
    assert {*turtle.subjects(SKOS.broader), *turtle.objects(None, SKOS.narrower)} & gone == set()


@pytest.mark.parametrize("label", ['A "b" \\ c', "fin\\", "a\nb\tc", "« d » \u2028 @fr .", "<http://x> ; }"])
def test_any_label_is_read_back_as_it_was_written(themes, graphs, label):
    rename_theme(theme=themes["isolement"], name=label)
    turtle, json_ld = graphs()
    assert isomorphic(turtle, json_ld)
    assert turtle.value(concept("isolement"), SKOS.prefLabel) == Literal(label, lang="fr")


@pytest.mark.parametrize(("path", "kind"), [("/themes.ttl", "text/turtle; charset=utf-8"), ("/themes.jsonld", "application/ld+json")])
def test_the_vocabulary_is_open_to_all_and_sent_once(themes, client, path, kind, django_assert_num_queries):
    with django_assert_num_queries(1):
        first = client.get(path)
    assert (first.headers["Content-Type"], first.headers["Access-Control-Allow-Origin"]) == (kind, "*")
    known = {"If-None-Match": first.headers["ETag"]}
    again = client.get(path, headers=known)
    assert (again.status_code, again.content) == (304, b"")
    rename_theme(theme=Theme.objects.get(slug="isolement"), name="Rompre l’isolement")
    assert client.get(path, headers=known).status_code == 200
    assert client.post(path).status_code == 405


def test_the_page_of_themes_leads_to_both_forms(themes, client):
    html = client.get("/themes/").content.decode()
    assert '<link rel="alternate" type="text/turtle" href="/themes.ttl">' in html
    assert '<link rel="alternate" type="application/ld+json" href="/themes.jsonld">' in html
