from wagtail import hooks
from wagtail.permissions import register_permission_policy

from themes.permissions import NeverDeletedPolicy

from .lexicon_admin import LexiconViewSet
from .models import LexiconEntry

# Taken out of use, not deleted: loading the starting lexicon would bring a deleted entry back.
register_permission_policy(LexiconEntry, NeverDeletedPolicy(LexiconEntry))


@hooks.register("register_admin_viewset")
def register_lexicon():
    return LexiconViewSet()
