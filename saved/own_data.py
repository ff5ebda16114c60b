"""What readers keep, as part of all that the site keeps about them."""

from accounts.personal_data import Leaving, Source

from .queries import data_of


def erase(leaving: Leaving) -> None:
    """Searches, lists and the consent to alerts belong to the account alone, and are deleted with it."""


SOURCE = Source(name="recherches-et-listes", data_of=data_of, erase=erase)
