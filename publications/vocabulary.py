"""The words of editorial contents: kinds, and what each kind is parted into."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    CAHIER = "cahier", _("cahier")
    ARTICLE = "article", _("article")
    NEWS = "news", _("news item")
    TOOL = "tool", _("tool")
    VOICE = "voice", _("voice")
    DOSSIER = "dossier", _("dossier")


#: Name of the page's model, as Wagtail has it, and the kind of its contents.
MODELS = {f"{kind.value}page": kind.value for kind in Kind}


class NewsType(TextChoices):
    RELEASE = "release", _("New publication")
    CALL = "call", _("Call for contributions")
    EVENT = "event", _("Event")
    TRAINING = "training", _("Training")
    LAW = "law", _("Law")
    LIFE = "life", _("Life of the observatory")


class ArticleType(TextChoices):
    ARTICLE = "article", _("Article")
    SYNTHESIS = "synthesis", _("Synthesis")
    EDITORIAL = "editorial", _("Editorial")


class ToolType(TextChoices):
    GUIDE = "guide", _("Guide")
    GRID = "grid", _("Grid")
    KIT = "kit", _("Kit")
    OTHER = "other", _("Other")


class VoiceSide(TextChoices):
    PROFESSIONAL = "professional", _("Professional")
    PERSON_CONCERNED = "person_concerned", _("Person concerned")


class ConsentUse(TextChoices):
    SITE = "site", _("On this site")
    PRINT = "print", _("In print and in PDF")
    TRAINING = "training", _("In training")
    SOCIAL_NETWORKS = "social_networks", _("On social networks")


class ConsentManner(TextChoices):
    SIGNED_PAPER = "signed_paper", _("Signed paper")
    RECORDED_WORDS = "recorded_words", _("Recorded words")
    MAIL = "mail", _("By mail")
