"""/compte/ in French; allauth's views keep the names that allauth itself reverses."""

from allauth.account import views as allauth
from django.urls import include, path, re_path
from wagtail.admin.auth import require_admin_access

from accounts import views

own = [path("", views.account, name="account")]

account_patterns = [
    path("", include((own, "accounts"))),
    path("inscription/", allauth.signup, name="account_signup"),
    path("connexion/", allauth.login, name="account_login"),
    path("deconnexion/", allauth.logout, name="account_logout"),
    path("suspendu/", allauth.account_inactive, name="account_inactive"),
    path("confirmation/", allauth.reauthenticate, name="account_reauthenticate"),
    path("adresse/", allauth.email, name="account_email"),
    path("adresse/a-confirmer/", allauth.email_verification_sent, name="account_email_verification_sent"),
    re_path(r"^adresse/confirmer/(?P<key>[-:\w]+)/$", allauth.confirm_email, name="account_confirm_email"),
    path("mot-de-passe/", allauth.password_change, name="account_change_password"),
    path("mot-de-passe/choisir/", allauth.password_set, name="account_set_password"),
    path("mot-de-passe/oublie/", allauth.password_reset, name="account_reset_password"),
    path("mot-de-passe/oublie/envoye/", allauth.password_reset_done, name="account_reset_password_done"),
    path("mot-de-passe/nouveau/enregistre/", allauth.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^mot-de-passe/nouveau/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
]

admin_patterns = [
    path("login/", views.admin_sign_in),
    path("password_reset/", views.admin_password_reset),
    path("password_reset/<path:rest>", views.admin_password_reset),
    path("account/", require_admin_access(views.AdminPreferencesView.as_view())),
]

urlpatterns = [
    path("compte/", include(account_patterns)),
    path("gestion/", include(admin_patterns)),
]
