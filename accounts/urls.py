"""/compte/ in French; allauth's views keep the names that allauth itself reverses."""

from allauth.account import views as allauth
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import include, path, re_path
from wagtail.admin.auth import require_admin_access

from accounts import mail_wish_views
from accounts.views import account, departure, invitation, own_data, second_factor, sign_out

own = [
    path("", account.account, name="account"),
    path("mes-donnees/", own_data.own_data, name="own_data"),
    path("supprimer/", departure.delete, name="delete"),
    path("supprimer/rester/", departure.stay, name="stay"),
    path("invitation/<str:token>/", invitation.invitation, name="invitation"),
    path("messages/", mail_wish_views.own, name="mail_wish"),
    path("messages/<str:token>/", mail_wish_views.by_link, name="mail_wish_by_link"),
]

account_patterns = [
    path("", include((own, "accounts"))),
    path("inscription/", allauth.signup, name="account_signup"),
    path("connexion/", allauth.login, name="account_login"),
    path("deconnexion/", sign_out.sign_out, name="account_logout"),
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

second_factor_patterns = [
    path("", mfa.index, name="mfa_index"),
    path("code/", mfa.authenticate, name="mfa_authenticate"),
    path("confirmation/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("application/", totp.activate_totp, name="mfa_activate_totp"),
    path("application/retirer/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("codes-de-secours/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("codes-de-secours/nouveaux/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("codes-de-secours/telecharger/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("cles/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("cles/ajouter/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("cles/confirmation/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("cles/connexion/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("cles/<int:pk>/nom/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("cles/<int:pk>/retirer/", second_factor.RemovePasskeyView.as_view(), name="mfa_remove_webauthn"),
]

admin_patterns = [
    path("login/", account.admin_sign_in),
    path("password_reset/", account.admin_password_reset),
    path("password_reset/<path:rest>", account.admin_password_reset),
    path("account/", require_admin_access(account.AdminPreferencesView.as_view())),
]

urlpatterns = [
    path("compte/double-verification/", include(second_factor_patterns)),
    path("compte/", include(account_patterns)),
    path("gestion/", include(admin_patterns)),
]
