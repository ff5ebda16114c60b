"""What publications hears from others."""

from django.db import transaction
from django.db.models.signals import m2m_changed, post_save


def follow_vocabularies():
    """A theme or a territory that changes its name changes it on the contents that bear it."""
    from territories.signals import territories_changed
    from themes.signals import theme_changed

    theme_changed.connect(_theme_changed, dispatch_uid="publications.theme_changed")
    territories_changed.connect(_territories_changed, dispatch_uid="publications.territories_changed")


def follow_attached_files():
    """What the public may download from a content is read once it is public."""
    from .signals import public_content_changed

    public_content_changed.connect(_content_changed, dispatch_uid="publications.attached_texts")


def _content_changed(sender, identifier, deleted, **kwargs):
    from .domain.attached_texts import follow
    from .models import PublicContent
    from .tasks import read_attached_files

    if not deleted and follow(PublicContent.objects.only("data").get(pk=identifier)):
        transaction.on_commit(read_attached_files.enqueue, robust=True)


def follow_printed_files():
    """PDF and EPUB follow what they hold: made for what becomes public, made anew, given out no more."""
    from .print import files
    from .signals import public_content_changed, voice_consent_withdrawn

    public_content_changed.connect(files.content_changed, dispatch_uid="publications.printed_files")
    voice_consent_withdrawn.connect(files.words_withdrawn, dispatch_uid="publications.printed_words")


def follow_addresses():
    """What lies below a content that changes its address changes its own; the old ones lead to the new (wagtail.contrib.redirects)."""
    from wagtail.signals import page_slug_changed

    page_slug_changed.connect(_address_changed, dispatch_uid="publications.address_changed")


def _address_changed(sender, instance_before, **kwargs):
    # Paths of the tree begin with the home page's own slug, which addresses do not have.
    before = "/" + instance_before.url_path.split("/", 2)[2]
    _mark_stale(path__startswith=before)


def follow_steps():
    """Who handles a step enters the board at once, in this process; in the others within seconds (core.fresh)."""
    from .models.workflow import STEP_TYPES
    from .permissions import groups_of_steps

    for model in STEP_TYPES:
        m2m_changed.connect(groups_of_steps.forget, sender=model.groups.through, dispatch_uid=f"publications.groups.{model.__name__}")
        post_save.connect(groups_of_steps.forget, sender=model, dispatch_uid=f"publications.steps.{model.__name__}")


def _theme_changed(sender, theme, **kwargs):
    _mark_stale(filters__theme__has_any_keys=[theme.slug])


def _territories_changed(sender, codes, **kwargs):
    _mark_stale(filters__territoire__has_any_keys=list(codes))


def _mark_stale(**which):
    """Marks in the transaction of the change; the worker writes the records again (publications.tasks)."""
    from .models import PublicContent
    from .tasks import refresh_public_contents

    if PublicContent.objects.filter(**which).update(stale=True):
        transaction.on_commit(refresh_public_contents.enqueue, robust=True)
