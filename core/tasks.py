"""Jobs of core. The rows of the outbox are the truth: a job that is lost loses nothing, the next sweep does its work."""

from django_tasks import task
from wagtail.images.models import Image

from core.mail import send_due_mails
from core.pictures import make_all


@task()
def send_mails() -> int:
    return send_due_mails()


@task()
def make_pictures(image_id: int, shape: str) -> None:
    """A page that shows an image asks for what is missing of it, again and again until it is there."""
    if image := Image.objects.filter(pk=image_id).first():
        make_all(image, shape)
