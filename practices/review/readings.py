"""What readers read, what they answered, and what has changed since an editor last read: the reads behind the screens of a review."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import display
from ..display import ShownChapter
from ..domain.records import latest_version, revision_for_editors
from ..models import ChangeRequest, PracticePage, PracticeRecord, Reading, Review
from ..models.record import UNDER_REVIEW
from ..rows import Label
from ..together import versions
from .grid import CRITERIA, Answer, Answers, Criterion, agreement, answers, disagree
from .notifications import reader_name

MOST_DONE = 50


def reviews_of(user) -> tuple[list[Review], list[Review]]:
    """What a member is asked to read, the most urgent first, and what she read, the latest first."""
    awaited, done = (
        rows.select_related("record__page", "record__region") for rows in (awaited_of(user), Review.objects.filter(reviewer=user))
    )
    return list(awaited.order_by("due_on", "pk")), list(done.exclude(done_at=None).order_by("-done_at")[:MOST_DONE])


def awaited_of(user) -> QuerySet[Review]:
    """What a member is asked to read now."""
    mine = Review.objects.filter(reviewer=user, done_at=None, given_up_at=None)
    return mine.filter(record__review_state__in=UNDER_REVIEW, round=F("record__round"))


def version_of(review: Review) -> PracticePage:
    """The version that the reader was given; the newest one should it no longer be kept."""
    return review.revision.as_object() if review.revision_id else latest_version(review.record)


def text_of(page: PracticePage) -> list[ShownChapter]:
    """What the public would read, without the contact: no reader needs it."""
    chapters = []
    for chapter in display.chapters(page):
        fields = [shown for shown in chapter.fields if shown.field.public and not shown.field.key.startswith("contact.")]
        if fields:
            chapters.append(ShownChapter(chapter.heading, fields))
    return chapters


@dataclass(frozen=True)
class Attached:
    """A file of the sheet, what is said of it, and where it is served to this reader."""

    label: Label
    name: str
    words: str
    url: str
    is_image: bool = False


def attached(page: PracticePage, *, image_url: str, document_url: Callable[[int], str]) -> list[Attached]:
    """The image and the documents of a version."""
    files = []
    if page.image:
        said, credit = page.image_alt or _("no description"), page.image_credit or _("no credit")
        files.append(Attached(_("Image"), said, credit, image_url, is_image=True))
    for row in page.document_rows.all():
        files.append(
            Attached(_("Document"), row.document.title, row.get_licence_display() or _("no licence"), document_url(row.document_id))
        )
    return files


def remember(record: PracticeRecord, editor) -> None:
    """This editor has the newest version that was handed to her on her screen; not what its writers have saved since."""
    read = {"revision_id": revision_for_editors(record), "at": timezone.now()}
    Reading.objects.update_or_create(record=record, reader=editor, round=record.round, defaults=read)


def changes_since_read(record: PracticeRecord, editor, page: PracticePage) -> list[versions.Change] | None:
    """What changed since this editor read an earlier submission; None when she never did, or what she read is no longer kept."""
    earlier = Reading.objects.filter(record=record, reader=editor, round__lt=record.round, revision__isnull=False)
    reading = earlier.select_related("revision").order_by("-round").first()
    return versions.changes(reading.revision.as_object(), page) if reading else None


@dataclass(frozen=True)
class Given:
    """One reader's answer to one question."""

    reader: str
    answer: str
    words: str
    comment: str
    remark: str


@dataclass(frozen=True)
class Compared:
    """One question with what each reader answers, side by side."""

    criterion: Criterion
    given: list[Given]
    disagreement: bool


class Round:
    """The readings of one submission, as one editor may see them."""

    def __init__(self, record: PracticeRecord, editor):
        self.reviews = list(record.reviews.filter(round=record.round).select_related("reviewer"))
        for review in self.reviews:
            review.record = record
        self.own = next((review for review in self.reviews if review.reviewer_id == editor.pk and not review.given_up_at), None)

    @property
    def filling(self) -> Review | None:
        """Her own grid while it is not done: until then she sees nobody else's."""
        return self.own if self.own and not self.own.done_at else None

    @cached_property
    def done(self) -> list[Review]:
        return [] if self.filling else [review for review in self.reviews if review.done_at]

    @property
    def awaited(self) -> list[Review]:
        return [review for review in self.reviews if not review.done_at and not review.given_up_at]

    @cached_property
    def readings(self) -> list[Answers]:
        return [answers(review.grid) for review in self.done]

    @property
    def agreed(self) -> Answers:
        return agreement(self.readings)

    @cached_property
    def compared(self) -> list[Compared]:
        return [Compared(each, [_given(review, each.key) for review in self.done], disagree(each.key, self.readings)) for each in CRITERIA]

    @property
    def remarks(self) -> dict[str, str]:
        """What readers wrote and an editor may pass on, without who wrote it: words by a name for the form."""
        found = {}
        for criterion in CRITERIA:
            for review in self.done:
                if comment := review.grid.get(criterion.key, {}).get("comment"):
                    found[f"{review.pk}-{criterion.key}"] = f"{criterion.label} : {comment}"
        return found | {f"{review.pk}-remarks": review.remarks for review in self.done if review.remarks}

    @property
    def readers(self) -> list[tuple[Review, str]]:
        """Everybody who was asked, with the name that editors know."""
        return [(review, reader_name(review)) for review in self.reviews]


def _given(review: Review, key: str) -> Given:
    row = review.grid.get(key, {})
    answer = Answer(row.get("answer", Answer.UNSET))
    comment = row.get("comment", "")
    return Given(reader_name(review), answer.value, str(answer.label), comment, f"{review.pk}-{key}" if comment else "")


def open_requests(record: PracticeRecord) -> list[ChangeRequest]:
    """What is asked of the contributor, or was and is not settled; asked once for one record."""
    if not hasattr(record, "_open_requests"):
        record._open_requests = list(record.change_requests.filter(settled_at=None))
        for request in record._open_requests:
            request.record = record
    return record._open_requests


def unanswered(requests: Iterable[ChangeRequest]) -> list[ChangeRequest]:
    return [request for request in requests if request.answered_at is None]
