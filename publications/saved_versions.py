"""Several saved versions read together, in as many queries as for two: for reading only, never to be saved.

`Revision.as_object()` asks the database for each row that a version names, one by one. Within `read_together` what the versions name is
looked for all at once, and whoever reads one of them (`as_page`) gets it from there.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db.models import ForeignKey, Model
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from wagtail.models import COMMENTS_RELATION_NAME, Page, Revision

from territories.queries import read_once

Value = TypeVar("Value")


class Checked(dict):
    """Content of a version whose rows are known to be there (EditorialPage.from_serializable_data)."""


class _Together:
    """`pages`: by number of the revision; `held`: what readers found out once."""

    def __init__(self) -> None:
        self.pages: dict[int, Any] = {}
        self.held: dict[Hashable, Any] = {}


_together: ContextVar[_Together | None] = ContextVar("versions_read_together", default=None)


@contextmanager
def read_together(revisions: Iterable[Revision]) -> Iterator[None]:
    """What is read within is as it was when it was first read. May stand within another one, which then goes on."""
    around = _together.get()
    together = around or _Together()
    unread = [revision for revision in revisions if revision.pk not in together.pages]
    together.pages |= _read(unread)
    token = _together.set(together)
    try:
        with read_once():
            yield
    finally:
        _together.reset(token)


def as_page(revision: Revision) -> Any:
    """The page as this version says."""
    together = _together.get()
    return together.pages[revision.pk] if together and revision.pk in together.pages else revision.as_object()


def is_read_together() -> bool:
    return _together.get() is not None


def found_once(key: Hashable, find: Callable[[], Value]) -> Value:
    """What `find` gives; the same for all that are read together."""
    together = _together.get()
    if together is None:
        return find()
    if key not in together.held:
        together.held[key] = find()
    return together.held[key]


def _read(revisions: list[Revision]) -> dict[int, Page]:
    named = [(revision, _named(revision)) for revision in revisions]
    there = _there(key for _revision, keys in named for key in keys)
    pages = Page.objects.filter(pk__in=[int(revision.object_id) for revision in revisions]).specific()
    live = {page.pk: page for page in pages}
    above = {page.path: page for page in Page.objects.filter(path__in={_above(page) for page in live.values()})} if live else {}
    found = {}
    for revision, keys in named:
        page = live[int(revision.object_id)]
        if not keys <= there:
            # Something that it names is gone: Wagtail says what is left of it.
            found[revision.pk] = revision.as_object()
            continue
        page._cached_parent_obj = above[_above(page)]
        setattr(page, COMMENTS_RELATION_NAME, [])
        found[revision.pk] = version = page.with_content_json(Checked(revision.content))
        version._cached_parent_obj = page._cached_parent_obj
    return found


def _above(page: Page) -> str:
    return page._get_basepath(page.path, page.depth - 1)


Key = tuple[type[Model], str, Any]


def names_what_is_there(model: type[Page], content: dict[str, Any]) -> bool:
    """Whether all the rows that this version names exist: one query a kind, not one a row."""
    keys = _keys(model._meta.fields, content) | _keys_of_children(model, content)
    return keys <= _there(keys)


def _named(revision: Revision) -> set[Key]:
    """Rows that this version names, but for what says where the page stands: that is the page's own."""
    model: Any = ContentType.objects.get_for_id(revision.content_type_id).model_class()
    own = [field for field in model._meta.fields if field.model is not Page]
    return _keys(own, revision.content) | _keys_of_children(model, revision.content)


def _keys_of_children(model: type[Page], content: dict[str, Any]) -> set[Key]:
    relations = {relation.get_accessor_name(): relation.related_model._meta.fields for relation in get_all_child_relations(model)}
    del relations[COMMENTS_RELATION_NAME]
    return {key for name, fields in relations.items() for row in content.get(name, []) for key in _keys(fields, row)}


def _keys(fields: Iterable[Any], row: dict[str, Any]) -> set[Key]:
    links = [field for field in fields if isinstance(field, ForeignKey) and not isinstance(field, ParentalKey)]
    links = [field for field in links if not field.remote_field.parent_link and row.get(field.name) is not None]
    return {(field.related_model, field.target_field.name, field.target_field.to_python(row[field.name])) for field in links}


def _there(keys: Iterable[Key]) -> set[Key]:
    """Those of these rows that exist: one query a kind."""
    wanted = defaultdict(set)
    for model, name, key in keys:
        wanted[model, name].add(key)
    return {
        (model, name, key)
        for (model, name), values in wanted.items()
        for key in model._default_manager.filter(**{f"{name}__in": values}).values_list(name, flat=True)
    }
