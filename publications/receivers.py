"""What publications hears from others."""

from django.db import transaction


def follow_vocabularies():
    """A theme or a territory that changes its name changes it on the contents that bear it."""
    from territories.signals import territories_changed
    from themes.signals import theme_changed

    theme_changed.connect(_theme_changed, dispatch_uid="publications.theme_changed")
    territories_changed.connect(_territories_changed, dispatch_uid="publications.territories_changed")


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
