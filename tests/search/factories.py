"""Public sheets made directly: search reads nothing else of practices."""

import itertools
from datetime import UTC, datetime, timedelta
from io import StringIO

from django.contrib.postgres.search import SearchVector
from django.db import connection
from django.db.models import Value

from core.text import fold
from practices.models import PublicPractice
from practices.public import FILTERED_ROWS, row_codes
from practices.signals import public_practice_changed
from search.language.lexicon import lexicon
from search.lexicon_loading import load_lexicon
from search.models import LexiconEntry
from territories.models import Territory
from themes.models import Keyword, Theme

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_numbers = itertools.count(1)
FIRST_DAY = datetime(2026, 1, 1, tzinfo=UTC)

THEMES = {
    "lien-social": ("Lien social et vie locale", None, []),
    "isolement": ("Lutte contre l'isolement", "lien-social", ["solitude"]),
    "vie-de-quartier": ("Vie de quartier et habitants", "lien-social", ["centre social"]),
    "insertion-emploi": ("Insertion et emploi", None, []),
    "rsa": ("Accompagnement des allocataires du RSA", "insertion-emploi", ["revenu de solidarité active"]),
}
TERRITORIES = {
    "iso-fr": ("France", "iso", []),
    "reg-32": ("Hauts-de-France", "reg", ["iso-fr"]),
    "anc-22": ("Picardie", "anc", ["reg-32", "iso-fr"]),
    "anc-31": ("Nord-Pas-de-Calais", "anc", ["reg-32", "iso-fr"]),
    "dep-60": ("Oise", "dep", ["anc-22", "reg-32", "iso-fr"]),
    "dep-59": ("Nord", "dep", ["anc-31", "reg-32", "iso-fr"]),
    "com-59350": ("Lille", "com", ["dep-59", "anc-31", "reg-32", "iso-fr"]),
    "reg-11": ("Île-de-France", "reg", ["iso-fr"]),
    "iso-ca-qc": ("Québec", "iso", []),
}
_ENTRIES = "{} ({})".format(
    LexiconEntry._meta.db_table, ", ".join(field.column for field in LexiconEntry._meta.concrete_fields if not field.primary_key)
)
_lexicon: list[str] = []


def load_vocabulary():
    """Themes and territories enough for these tests, and the whole lexicon."""
    themes = {}
    for position, (slug, (label, parent, alternatives)) in enumerate(THEMES.items()):
        themes[slug] = Theme.objects.create(
            slug=slug, name=label, parent=themes.get(parent), alternative_labels=alternatives, position=position
        )
    Territory.objects.bulk_create(
        [
            Territory(code=code, name=name, kind=kind, ancestors=ancestors, search_name=fold(name), search_words=fold(name))
            for code, (name, kind, ancestors) in TERRITORIES.items()
        ]
    )
    _load_lexicon()


def _load_lexicon():
    """The whole lexicon: read from its file once in each process, then copied as PostgreSQL holds it, in a fifth of the time."""
    with connection.cursor() as cursor:
        if _lexicon:
            cursor.copy_expert(f"COPY {_ENTRIES} FROM STDIN", StringIO(_lexicon[0]))
        else:
            load_lexicon()
            held = StringIO()
            cursor.copy_expert(f"COPY {_ENTRIES} TO STDOUT", held)
            _lexicon.append(held.getvalue())
    lexicon.forget()


def identifier(number):
    letters = []
    for _ in range(8):
        number, rest = divmod(number, 32)
        letters.append(_ALPHABET[rest])
    return "op-" + "".join(reversed(letters))


def _territory(code):
    name, _kind, ancestors = TERRITORIES[code]
    former = [TERRITORIES[above][0] for above in ancestors if above.startswith("anc-")]
    context = ", ".join(TERRITORIES[above][0] for above in ancestors if above.startswith(("dep-", "reg-")))
    return {"code": code, "label": name, "context": context, "former_regions": former}


def _theme(slug):
    return {"slug": slug, "label": THEMES[slug][0]}


def make_practice(
    title="Le jardin du pied d’immeuble",
    *,
    summary="Des voisins cultivent ensemble.",
    theme="isolement",
    themes=(),
    territories=("dep-60",),
    keywords=(),
    mode="group",
    audiences=("inhabitants",),
    status="running",
    first_year=2022,
    last_year=None,
    version=1,
    published_at=None,
    **data,
):
    """One public sheet. Other keys of the public data go in as they are."""
    number = next(_numbers)
    key = identifier(number)
    published = published_at or FIRST_DAY + timedelta(hours=number)
    stamp = published.strftime("%Y-%m-%dT%H:%M:%SZ")
    organisation = data.pop("organisation", {"name": "CCAS de Creil", "type": "ccas"})
    public = {
        "id": key,
        "external_id": key,
        "url": f"/pratiques/hauts-de-france/fiche-{number}/",
        "title": title,
        "summary": summary,
        "status": status,
        "start_date": str(first_year) if first_year else "",
        "end_date": str(last_year) if last_year else "",
        "organisation": organisation,
        "contact": None,
        "main_theme": _theme(theme),
        "themes": [_theme(slug) for slug in themes],
        "keywords": list(keywords),
        "mode": mode,
        "scale": "municipality",
        "territories": [_territory(code) for code in territories],
        "region": {"code": "reg-32", "slug": "hauts-de-france", "label": "Hauts-de-France"},
        "context": "",
        "objectives": [],
        "audiences": list(audiences),
        "steps": [],
        "effects": [],
        "barriers": [],
        "facilitators": [],
        "lessons": {"keep": "", "change": "", "watch": ""},
        "published_at": stamp,
        "updated_at": stamp,
        "licence": "CC-BY-4.0",
        **data,
    }
    all_themes = [theme, *themes]
    parents = [THEMES[slug][1] for slug in all_themes if THEMES[slug][1]]
    codes = [code for tagged in territories for code in (tagged, *TERRITORIES[tagged][2])]
    filters = {
        "theme": list(dict.fromkeys([*all_themes, *parents])),
        "territoire": list(dict.fromkeys(codes)),
        "motcle": [word.lower() for word in keywords],
        "mode": [mode],
        "public": list(audiences),
        "statut": [status],
        "echelle": ["municipality"],
        "espace": public.get("space_types", []),
        "structure": [organisation["type"]],
        "metier": public.get("professions", []),
        "participation": [public["participation"]] if public.get("participation") else [],
        "diagnostic": [public["social_workers_in_diagnosis"]] if public.get("social_workers_in_diagnosis") else [],
        "evaluation": [public["evaluation"]] if public.get("evaluation") else [],
        "transfert": [public["transfer_readiness"]] if public.get("transfer_readiness") is not None else [],
        "disponible": public.get("available_for", []),
        **{rows: row_codes(public[rows], rows) for rows in FILTERED_ROWS},
    }
    for word in keywords:
        Keyword.objects.get_or_create(name=word)
    practice = PublicPractice.objects.create(
        identifier=key,
        region_slug="hauts-de-france",
        slug=f"fiche-{number}",
        title=title,
        data=public,
        filters=filters,
        first_year=first_year,
        last_year=last_year,
        version=version,
        content_hash=f"{number:064}",
        first_published_at=published,
        updated_at=published,
    )
    _write_text(practice)
    return practice


def _write_text(practice):
    data = practice.data
    places = [name for place in data["territories"] for name in (place["label"], place["context"], *place["former_regions"])]
    labels = [theme["label"] for theme in [data["main_theme"], *data["themes"]]]
    alternatives = [name for theme in [data["main_theme"], *data["themes"]] for name in THEMES[theme["slug"]][2]]
    texts = {
        "A": practice.title,
        "B": " ".join([data["summary"], *labels, *alternatives, *data["keywords"], *places, data["organisation"]["name"]]),
        "C": " ".join([data["context"], *data["objectives"], *(row["description"] for row in data["steps"])]),
    }
    vectors = [SearchVector(Value(text), weight=weight, config="french_unaccent") for weight, text in texts.items()]
    PublicPractice.objects.filter(pk=practice.pk).update(text=vectors[0] + vectors[1] + vectors[2])


def tell(practice, *, deleted=False):
    """What publishing sends when the record changed."""
    public_practice_changed.send(sender=PublicPractice, identifier=practice.identifier, version=practice.version, deleted=deleted)


def change(practice, **fields):
    """A new version of a public sheet, with other data."""
    practice.version += 1
    practice.data = {**practice.data, **fields}
    practice.title = practice.data["title"]
    practice.save(update_fields=["version", "data", "title"])
    tell(practice)
    return practice


def withdraw(practice):
    practice.version += 1
    PublicPractice.objects.filter(pk=practice.pk).delete()
    tell(practice, deleted=True)
