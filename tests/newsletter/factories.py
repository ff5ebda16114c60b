"""Letters and their readers."""

from django.utils import timezone

from newsletter.models import Issue, Subscriber
from publications.models import NewsPage
from tests.publications.factories import make_news, publish


def make_reader(email="lea@essai.example", *, confirmed=True, themes=(), regions=()) -> Subscriber:
    values = {"themes": list(themes), "regions": list(regions), "confirmed_at": timezone.now() if confirmed else None}
    return Subscriber.objects.create(email=email, **values)


def make_readers(count: int) -> list[Subscriber]:
    rows = [Subscriber(email=f"lecteur-{number}@essai.example", confirmed_at=timezone.now()) for number in range(count)]
    return Subscriber.objects.bulk_create(rows)


def make_issue(*parts, subject="Ce que disent les habitants", **values) -> Issue:
    """`parts`: made by `text`, `heading` and `public`; a text of its own when none is given."""
    return Issue.objects.create(subject=subject, body=list(parts) or [text("Bonjour à toutes et à tous.")], **values)


def text(words, **audience):
    return ("text", {"text": words if words.startswith("<") else f"<p>{words}</p>", "audience": _audience(**audience)})


def heading(words, **audience):
    return ("heading", {"heading": words, "audience": _audience(**audience)})


def public(reference, words="", **audience):
    return ("public", {"reference": reference, "words": words, "audience": _audience(**audience)})


def _audience(themes=(), regions=()):
    return {"themes": list(themes), "regions": list(regions)}


def published_news(title="Une journée d’étude", **values) -> NewsPage:
    return publish(make_news(title=title, slug=f"nouvelle-{NewsPage.objects.count()}", **values))


def draft_news(title="Un secret", **values) -> NewsPage:
    return make_news(title=title, slug=f"brouillon-{NewsPage.objects.count()}", **values)
