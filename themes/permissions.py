"""Who may change the vocabularies: those whose group has the permission (the national editors). Nobody deletes."""

from wagtail.permission_policies import ModelPermissionPolicy


class NeverDeletedPolicy(ModelPermissionPolicy):
    """Refuses deletion to everybody, superusers included: old versions of sheets still name the rows."""

    def user_has_permission(self, user, action):
        return action != "delete" and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions):
        return any(self.user_has_permission(user, action) for action in actions)
