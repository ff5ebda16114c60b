"""Where publications enter the admin."""

from wagtail import hooks

from .publish_button import PublishItem, publish_saved


@hooks.register("register_page_action_menu_item")
def publish_item():
    return PublishItem(order=5)


hooks.register("after_create_page", publish_saved)
hooks.register("after_edit_page", publish_saved)
