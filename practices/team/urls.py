"""Who edits which region, and the trail of what everybody did: /gestion/redaction/ and /gestion/audit/."""

from django.urls import path

from ..views import audit, team

team_patterns = [
    path("", team.index, name="index"),
    path("<int:region_id>/inviter/", team.invite, name="invite"),
    path("invitations/<int:invitation_id>/retirer/", team.withdraw, name="withdraw"),
    path("<int:region_id>/<int:user_id>/remplacer/", team.remove, name="remove"),
]
audit_patterns = [
    path("", audit.index, name="index"),
    path("export.csv", audit.export, name="export"),
]
