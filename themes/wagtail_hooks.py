from wagtail import hooks
from wagtail.permissions import register_permission_policy

from .admin_views import VocabularyViewSetGroup
from .choosers import keyword_chooser_viewset, theme_chooser_viewset
from .models import Keyword, Theme
from .permissions import NeverDeletedPolicy

for model in (Theme, Keyword):
    register_permission_policy(model, NeverDeletedPolicy(model))


@hooks.register("register_admin_viewset")
def register_vocabularies():
    return [VocabularyViewSetGroup(), theme_chooser_viewset, keyword_chooser_viewset]
