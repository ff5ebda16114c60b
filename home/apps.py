from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save


class HomeConfig(AppConfig):
    name = "home"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.models import Page
        from wagtail.signals import page_published, page_unpublished, post_page_move

        from .models import FooterLink, MainLink, Navigation, StandardPage
        from .queries import menus

        for sender in (MainLink, FooterLink, Navigation, StandardPage):
            post_save.connect(menus.forget, sender=sender, dispatch_uid="home.menus")
        for sender in (MainLink, FooterLink, Navigation, Page):
            post_delete.connect(menus.forget, sender=sender, dispatch_uid="home.menus")
        for signal in (page_published, page_unpublished, post_page_move):
            signal.connect(menus.forget, dispatch_uid="home.menus")
