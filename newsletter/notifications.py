"""The mails about subscriptions and about letters that did not leave. Templates: templates/newsletter/mail/."""

from django.urls import reverse

from core.mail import queue_mail

from .links import absolute, confirm_path, preferences_path, stop_path
from .models import CONFIRMED_WITHIN, Issue, Subscriber

ABOUT = "newsletter"
CONFIRM = "newsletter/mail/confirm.txt"
KNOWN = "newsletter/mail/known.txt"


def confirmation_asked(subscriber: Subscriber) -> None:
    """The first mail: nothing else is sent before its link is used."""
    context = {"url": absolute(confirm_path(subscriber.pk)), "days": CONFIRMED_WITHIN.days}
    queue_mail(to=subscriber.email, template=CONFIRM, context=context, about=ABOUT)


def already_subscribed(subscriber: Subscriber) -> None:
    """Whoever subscribes again learns by mail, and only there, that it was done."""
    context = {"preferences_url": absolute(preferences_path(subscriber.pk)), "stop_url": absolute(stop_path(subscriber.pk))}
    queue_mail(to=subscriber.email, template=KNOWN, context=context, about=ABOUT)


def not_sent(issue: Issue) -> None:
    """To the editor who scheduled it: nothing of it was left to send."""
    if issue.sent_by:
        url = absolute(reverse("newsletter_admin:issue", args=[issue.pk]))
        context = {"name": issue.sent_by.name, "title": issue.subject, "url": url}
        queue_mail(to=issue.sent_by.email, template="newsletter/mail/not_sent.txt", context=context, about=ABOUT)
