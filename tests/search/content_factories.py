"""Public contents made directly: search reads nothing else of publications."""

import itertools
from datetime import timedelta

from django.contrib.postgres.search import SearchVector
from django.db.models import Value

from publications.models import PublicContent
from publications.signals import public_content_changed
from tests.search.factories import FIRST_DAY, TERRITORIES, THEMES, _territory, _theme, identifier

_numbers = itertools.count(1)


def make_content(
    title="Un guide du premier accueil",
    *,
    kind="tool",
    type="guide",
    summary="Comment recevoir sans interroger.",
    themes=("isolement",),
    territories=("dep-60",),
    authors=(),
    texts=(),
    version=1,
    published_at=None,
    listed_until=None,
    **data,
):
    """One public content. `type`: or the side of a voice. Other keys of the data go in as they are."""
    number = next(_numbers)
    key = identifier(number).replace("op-", "oc-")
    published = published_at or FIRST_DAY + timedelta(hours=number)
    stamp = published.strftime("%Y-%m-%dT%H:%M:%SZ")
    public = {
        "id": key,
        "kind": kind,
        "url": f"/outils/contenu-{number}/",
        "title": title,
        "summary": summary,
        "image": None,
        "authors": [{"name": name, "affiliation": ""} for name in authors],
        "themes": [_theme(slug) for slug in themes],
        "territories": [_territory(code) for code in territories],
        "licence": "CC-BY-4.0",
        "published_at": stamp,
        "updated_at": stamp,
        "is_demo": False,
        **data,
    }
    parents = [THEMES[slug][1] for slug in themes if THEMES[slug][1]]
    codes = [code for tagged in territories for code in (tagged, *TERRITORIES[tagged][2])]
    content = PublicContent.objects.create(
        identifier=key,
        kind=kind,
        path=public["url"],
        title=title,
        data=public,
        filters={
            "theme": list(dict.fromkeys([*themes, *parents])),
            "territoire": list(dict.fromkeys(codes)),
            "side" if kind == "voice" else "type": [type] if type else [],
        },
        texts=list(texts),
        version=version,
        content_hash=f"{number:064}",
        first_published_at=published,
        updated_at=published,
        listed_until=listed_until,
    )
    words = {"A": title, "B": " ".join([summary, *(THEMES[slug][0] for slug in themes), *authors]), "C": " ".join(texts)}
    vectors = [SearchVector(Value(text), weight=weight, config="french_unaccent") for weight, text in words.items()]
    PublicContent.objects.filter(pk=content.pk).update(text=vectors[0] + vectors[1] + vectors[2])
    return content


def tell(content, *, deleted=False):
    """What publishing sends when the record changed."""
    public_content_changed.send(sender=PublicContent, identifier=content.identifier, version=content.version, deleted=deleted)


def change(content, **fields):
    """A new version of a public content, with other data."""
    content.version += 1
    content.data = {**content.data, **fields}
    content.title = content.data["title"]
    content.save(update_fields=["version", "data", "title"])
    tell(content)


def withdraw(content):
    content.version += 1
    PublicContent.objects.filter(pk=content.pk).delete()
    tell(content, deleted=True)
