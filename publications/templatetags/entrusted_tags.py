"""What of publications awaits the person who is signed in."""

from django import template

from accounts.models import User
from publications.entrusted import Entrusted, entrusted

register = template.Library()


@register.simple_tag
def entrusted_to(user: User) -> Entrusted:
    return entrusted(user)
