from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from core import due, health
        from practices.signals import public_practice_changed

        from . import receivers
        from .health import queue, state
        from .indexing import drain

        public_practice_changed.connect(receivers.ask_for_indexing, dispatch_uid="search")
        due.register("search index", drain)
        health.register_queue("search index", queue)
        health.register_search(state)
