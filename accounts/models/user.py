"""People: one account each, known by their mail address."""

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager):
    def get_by_natural_key(self, username):
        """Sign-in ignores the case of the address."""
        return self.get(email__iexact=username)

    def create_user(self, email, password=None, **fields):
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        """The first administrator is made on the server, perhaps before mail works: the address needs no confirmation."""
        # Imported here: the domain needs this model.
        from accounts.domain import vouch_for_address

        user = self.create_user(email, password, is_staff=True, is_superuser=True, **fields)
        vouch_for_address(user=user)
        return user


class User(AbstractUser):
    """A contributor, a reviewer, an editor or a researcher: roles come from groups, never from a field here."""

    username = None
    first_name = None
    last_name = None
    email = models.EmailField(_("mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True, help_text=_("As you sign your sheets."))

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = UserManager()

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [models.UniqueConstraint(Lower("email"), name="account_email_unique_ignoring_case")]

    def __str__(self):
        return self.name or self.email

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name.split(" ")[0] or self.email
