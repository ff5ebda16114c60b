"""What the page editor asks for before it publishes: a draft is saved without it, and nothing goes public without it."""

from collections.abc import Callable, Iterator
from functools import partial

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.blocks import Block, StreamValue
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.fields import StreamField
from wagtail.models import Page

#: Wagtail answers for the other fields that every page has.
WRITTEN_HERE = {"title"}

Fault = tuple[list[str], str]


def missing(page: Page) -> list[str]:
    """What is asked for and is not in this version, each with its place; empty when the page editor would publish it."""
    return [_said(place, words) for place, words in _faults(page)]


def _said(place: list[str], words: str) -> str:
    return _("%(place)s: %(fault)s") % {"place": capfirst(", ".join(place)), "fault": words} if place else words


def _faults(page: Page) -> Iterator[Fault]:
    of_wagtail = {field.name for field in Page._meta.get_fields()} - WRITTEN_HERE
    yield from _of_fields(page, partial(page.clean_fields, exclude=of_wagtail | _links(page)))
    yield from _of_fields(page, page.clean)
    for field in page._meta.fields:
        if isinstance(field, StreamField):
            for place, words in _of_stream(getattr(page, field.name)):
                yield [str(field.verbose_name), *place], words
    for relation in get_all_child_relations(page):
        rows = getattr(page, relation.name).all() if relation.name not in of_wagtail else []
        for number, row in enumerate(rows, 1):
            for place, words in _of_fields(row, partial(row.clean_fields, exclude=_links(row))):
                yield [*place, _("row %(number)d") % {"number": number}], words


def _links(row: Model) -> set[str]:
    """The rows that it names: a version is read without those that are gone, and the database refuses what is not there."""
    return {field.name for field in row._meta.fields if field.remote_field and getattr(row, field.attname) is not None}


def _of_fields(row: Model, clean: Callable[[], None]) -> Iterator[Fault]:
    try:
        clean()
    except ValidationError as error:
        for name, words in error.update_error_dict({}).items():
            place = [] if name == NON_FIELD_ERRORS else [str(getattr(row._meta.get_field(name), "verbose_name", name))]
            yield from ((place, each) for fault in words for each in fault.messages)


def _of_stream(value: StreamValue) -> Iterator[Fault]:
    try:
        value.stream_block.clean(value)
    except StreamBlockValidationError as error:
        yield from (([], words) for each in error.non_block_errors.as_data() for words in each.messages)
        for index, each in error.block_errors.items():
            block = value[index].block
            yield from _of_block(block, each, [_("block %(number)d (%(kind)s)") % {"number": index + 1, "kind": block.label}])


def _of_block(block: Block, error: ValidationError, place: list[str]) -> Iterator[Fault]:
    """The messages of an error and of those within it."""
    if not isinstance(error, StructBlockValidationError):
        yield from ((place, words) for words in error.messages)
        return
    yield from ((place, words) for each in error.non_block_errors.as_data() for words in each.messages)
    for name, each in error.block_errors.items():
        child = block.child_blocks[name]
        yield from _of_block(child, each, [*place, str(child.label)])
