"""Jobs of core. The rows of the outbox are the truth: a job that is lost loses nothing, the next sweep does its work."""

from django_tasks import task

from core.mail import send_due_mails


@task()
def send_mails() -> int:
    return send_due_mails()
