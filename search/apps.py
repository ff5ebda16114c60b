from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save


class SearchConfig(AppConfig):
    name = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts import personal_data
        from core import due, health
        from practices.helps import duplicates
        from practices.life import similar
        from practices.signals import public_practice_changed
        from publications.signals import public_content_changed
        from territories.signals import territories_changed
        from themes.signals import theme_changed

        from . import own_data, receivers
        from .duplicates import close_in_words
        from .health import queue, state
        from .indexing import drain
        from .language.lexicon import communes, lexicon
        from .similar import around
        from .sought import forget_past_counts
        from .vocabulary import listed

        public_practice_changed.connect(receivers.ask_for_indexing, dispatch_uid="search")
        public_content_changed.connect(receivers.ask_for_indexing, dispatch_uid="search.contents")
        post_save.connect(listed.forget, sender="themes.Theme", dispatch_uid="search.listed")
        theme_changed.connect(listed.forget, dispatch_uid="search.listed")
        territories_changed.connect(listed.forget, dispatch_uid="search.listed")
        for sender in ("themes.Theme", "search.LexiconEntry"):
            post_save.connect(lexicon.forget, sender=sender, dispatch_uid="search.lexicon")
            post_delete.connect(lexicon.forget, sender=sender, dispatch_uid="search.lexicon")
        theme_changed.connect(lexicon.forget, dispatch_uid="search.lexicon")
        territories_changed.connect(lexicon.forget, dispatch_uid="search.lexicon")
        territories_changed.connect(communes.forget, dispatch_uid="search.communes")
        personal_data.register(own_data.SOURCE)
        similar.register(around)
        duplicates.register(close_in_words)
        due.register("search index", drain)
        due.register("search counts to forget", forget_past_counts)
        health.register_queue("search index", queue)
        health.register_search(state)
