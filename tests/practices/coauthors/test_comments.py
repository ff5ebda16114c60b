"""What those who write a sheet say about it: threads beside the text, settled and reopened, told in few mails, seen by nobody else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from practices.domain import coauthors, comments
from practices.domain.errors import Forbidden, OutOfDate
from practices.models import Comment, CommentNotice
from practices.sheet import BY_KEY
from practices.together import threads
from practices.together.digests import send_comment_digests

from ..factories import make_draft, make_editor, make_published, make_user
from ..together import mails, make_coauthor, row_of, said_to, signed_in, text_of

pytestmark = pytest.mark.usefixtures("reference_data")


@pytest.fixture
def reader(record):
    return make_coauthor(record, "comment")


def place(record, number=None):
    return f"/mes-fiches/{record.identifier}/commentaires/" + (f"{number}/" if number else "")


def say(record, by, text="Et les parents ?", field="summary"):
    return comments.comment(page_id=record.pk, by=by, text=text, field=field)


def later(**delay):
    """Lets time pass for what is to be told."""
    for notice in CommentNotice.objects.all():
        notice.at -= timedelta(**delay)
        notice.told_at = notice.told_at and notice.told_at - timedelta(**delay)
        notice.save()


def seen(page):
    """Of each field that has threads: (text of the root, its answers, open)."""
    found = {"": page.context["whole"]} | {
        passage.field.key: passage.threads for chapter in page.context["chapters"] for passage in chapter.passages
    }
    return {
        key: [(thread.root.text, [answer.text for answer in thread.answers], thread.is_open) for thread in each]
        for key, each in found.items()
        if each
    }


# --- threads ---


def test_a_conversation_on_a_field(record, owner, reader):
    her, his = signed_in(reader), signed_in(owner)
    posted = her.post(place(record), {"field": "summary", "text": "Et les parents ?"})
    number = Comment.objects.get().pk
    assert (posted.status_code, posted["Location"]) == (302, f"{place(record)}#comment-{number}")
    assert his.post(place(record, number), {"text": "Ils arrivent ensuite."}).status_code == 302
    assert seen(her.get(place(record))) == {"summary": [("Et les parents ?", ["Ils arrivent ensuite."], True)]}
    his.post(place(record, number), {"resolve": "1"})
    root = Comment.objects.get(pk=number)
    assert (root.resolved_by, seen(her.get(place(record)))["summary"][0][2]) == (owner, False)
    her.post(place(record, number), {"reopen": "1"})
    assert seen(her.get(place(record)))["summary"][0][2] is True


def test_the_text_stands_beside_what_is_said_of_it(record, owner, reader):
    say(record, reader, "Sur l’ensemble.", field="")
    say(record, reader, "Rien encore ici.", field="diagnosis")
    page = signed_in(owner).get(place(record))
    assert seen(page) == {"": [("Sur l’ensemble.", [], True)], "diagnosis": [("Rien encore ici.", [], True)]}
    words = text_of(page)
    assert "Les parents attendaient sous la pluie sans se parler." in words
    assert "Plus rien n’est écrit ici." in words
    assert page.context["open_number"] == 2


def test_open_threads_come_before_settled_ones(record, owner):
    first, second = say(record, owner, "Un"), say(record, owner, "Deux")
    comments.resolve(page_id=record.pk, by=owner, comment_id=first.pk)
    assert [text for text, _answers, _open in seen(signed_in(owner).get(place(record)))["summary"]] == ["Deux", "Un"]
    assert second.pk > first.pk


def test_an_answer_opens_a_settled_thread_and_an_answer_to_an_answer_joins_its_thread(record, owner, reader):
    root = say(record, reader)
    comments.resolve(page_id=record.pk, by=owner, comment_id=root.pk)
    answer = comments.answer(page_id=record.pk, by=owner, comment_id=root.pk, text="Encore un mot.")
    further = comments.answer(page_id=record.pk, by=reader, comment_id=answer.pk, text="Oui.")
    root.refresh_from_db()
    assert (root.resolved_at, further.parent_id, further.field) == (None, root.pk, "summary")


def test_one_s_own_words_are_deleted_and_nobody_else_s(record, owner, reader):
    root = say(record, reader)
    with pytest.raises(Forbidden):
        comments.delete(page_id=record.pk, by=owner, comment_id=root.pk)
    assert said_to(signed_in(owner).post(place(record, root.pk), {"delete": "1"}, follow=True)) == ["error"]
    assert said_to(signed_in(reader).post(place(record, root.pk), {"delete": "1"}, follow=True)) == ["success"]
    assert Comment.objects.count() == 0
    with pytest.raises(OutOfDate):
        comments.delete(page_id=record.pk, by=reader, comment_id=root.pk)


def test_what_others_answered_outlives_the_words_that_are_taken_away(record, owner, reader):
    root = say(record, reader, "Mots à reprendre")
    answer = comments.answer(page_id=record.pk, by=owner, comment_id=root.pk, text="Noté.")
    comments.delete(page_id=record.pk, by=reader, comment_id=root.pk)
    page = signed_in(owner).get(place(record))
    assert (seen(page), "Mots à reprendre" in text_of(page)) == ({"summary": [("", ["Noté."], True)]}, False)
    comments.delete(page_id=record.pk, by=owner, comment_id=answer.pk)
    assert Comment.objects.count() == 0


def test_who_was_brought_down_to_reading_still_deletes_her_own_words(record, owner, reader):
    said = say(record, reader)
    coauthors.change_role(page_id=record.pk, by=owner, coauthor_id=row_of(record, reader).pk, role="read")
    with pytest.raises(Forbidden):
        say(record, reader)
    comments.delete(page_id=record.pk, by=reader, comment_id=said.pk)
    assert Comment.objects.count() == 0


# --- who sees them ---


def test_neither_editors_nor_the_public_see_comments(owner):
    editor = make_editor("Hauts-de-France")
    record = make_published(owner, editor)
    secret = "Mot entre nous, colibri"
    say(record, owner, secret)
    for client, paths in [
        (signed_in(editor), [f"/gestion/fiches/{record.pk}/", f"/gestion/fiches/{record.pk}/historique/", f"/p/{record.identifier}/"]),
        (Client(), [f"/p/{record.identifier}/", record.page.record.get_absolute_url()]),
    ]:
        for path in paths:
            answer = client.get(path, follow=True)
            assert (answer.status_code, secret in text_of(answer)) == (200, False), path
    assert signed_in(editor).get(place(record)).status_code == 404
    assert signed_in(editor).post(place(record), {"field": "", "text": "x"}).status_code == 404
    assert Comment.objects.count() == 1


def test_a_reader_sees_comments_and_writes_none(record, owner):
    say(record, owner)
    her = signed_in(make_coauthor(record, "read"))
    page = her.get(place(record))
    assert (seen(page) != {}, page.context["may_comment"], "<textarea" in page.content.decode()) == (True, False, False)
    number = Comment.objects.get().pk
    assert her.post(place(record), {"field": "", "text": "x"}).status_code == 409
    assert her.post(place(record, number), {"text": "x"}).status_code == 409
    for act in ("resolve", "reopen", "delete"):
        assert said_to(her.post(place(record, number), {act: "1"}, follow=True)) == ["error"]
    assert (Comment.objects.count(), Comment.objects.get().resolved_at) == (1, None)


def test_a_comment_of_another_sheet_is_out_of_reach(record, owner):
    elsewhere = make_draft(make_user("autrice@essai.example"))
    said = say(elsewhere, elsewhere.page.owner)
    his = signed_in(owner)
    assert his.post(place(record, said.pk), {"text": "x"}).status_code == 409
    for act in ("resolve", "delete"):
        assert said_to(his.post(place(record, said.pk), {act: "1"}, follow=True)) == ["error"]
    assert list(Comment.objects.values_list("record", "resolved_at")) == [(elsewhere.pk, None)]


# --- what is typed ---


@pytest.mark.parametrize(("text", "status"), [("", 422), ("   \n ", 422), ("x" * 2001, 422), ("a\x00b", 422), ("x" * 2000, 302)])
def test_an_empty_endless_or_unreadable_comment_is_refused_and_stays_in_the_form(record, owner, text, status):
    page = signed_in(owner).post(place(record), {"field": "context", "text": text})
    assert (page.status_code, Comment.objects.count()) == (status, int(status == 302))
    if status == 422:
        assert (page.context["draft"].place, page.context["draft"].text) == ("context", text)
        assert [error["id"] for error in page.context["errors"]] == ["text-context"]
        assert 'id="text-context-error"' in page.content.decode()


def test_hostile_words_stay_words_and_an_unknown_field_is_the_whole_sheet(record, owner):
    his = signed_in(owner)
    his.post(place(record), {"field": "nimporte'--", "text": "<script>alert(1)</script> {{ 1 }} 🦊 \u202e"})
    page = his.get(place(record))
    assert list(seen(page)) == [""]
    assert "<script>alert" not in page.content.decode()
    assert his.post(place(record, 999_999_999), {"text": "x"}).status_code == 409
    assert his.get(place(record, 1)).status_code == 302


def test_no_more_comments_than_a_page_can_show(record, owner, monkeypatch):
    monkeypatch.setattr(comments, "MOST_ON_A_SHEET", 1)
    his = signed_in(owner)
    assert [his.post(place(record), {"field": "", "text": "x"}).status_code for _time in range(2)] == [302, 409]
    assert Comment.objects.count() == 1


def test_what_was_typed_after_the_session_ended_comes_back_to_the_same_person_only(record, owner, reader):
    token = signed_in(owner).get(place(record)).context["writer"]
    browser = Client()
    away = browser.post(place(record), {"field": "context", "text": "Presque perdu", "writer": token})
    assert (away.status_code, Comment.objects.count()) == (302, 0)
    browser.force_login(reader, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert browser.get(place(record)).context["draft"].text == ""
    again = Client()
    again.post(place(record), {"field": "context", "text": "Presque perdu", "writer": token})
    again.force_login(owner, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = again.get(place(record))
    assert (page.context["draft"].place, page.context["draft"].text) == ("context", "Presque perdu")
    assert again.get(place(record)).context["draft"].text == ""


# --- how many, and how dear ---


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_for_one_comment_and_for_three(record, owner, number, django_assert_num_queries):
    for index in range(number):
        author = make_coauthor(record, "comment", email=f"p{index}@essai.example")
        root = say(record, author)
        comments.answer(page_id=record.pk, by=owner, comment_id=root.pk, text="Oui.")
    his = signed_in(owner)
    his.get(place(record))
    with django_assert_num_queries(PAGE):
        page = his.get(place(record))
    assert len(seen(page)["summary"]) == number


PAGE = 18


def test_open_threads_are_counted_by_field_in_one_query(record, owner, django_assert_num_queries):
    settled = say(record, owner)
    comments.resolve(page_id=record.pk, by=owner, comment_id=settled.pk)
    root = say(record, owner)
    comments.answer(page_id=record.pk, by=owner, comment_id=root.pk, text="Une réponse ne compte pas.")
    say(record, owner, field="context")
    with django_assert_num_queries(1):
        counts = [threads.open_in(record, [BY_KEY[key] for key in keys]) for keys in (["summary"], ["summary", "context"], ["objectives"])]
    assert counts == [1, 2, 0]


def test_the_number_of_a_chapter_leads_to_its_comments(record, owner):
    from django.template import Context, Template

    say(record, owner, field="context")
    template = Template("{% load together_tags %}{% open_comments record fields 'contexte' %}")
    html = template.render(Context({"record": record, "fields": [BY_KEY["context"]]}))
    assert f'href="{place(record)}#contexte"' in html
    assert "1 commentaire" in html.replace("\u00a0", " ")
    assert template.render(Context({"record": record, "fields": [BY_KEY["summary"]]})).strip() == ""


# --- told by mail ---


def told(user=None):
    return [mail.to for mail in mails("comments", to=user.email if user else None)]


def test_several_comments_are_one_mail_after_ten_minutes(record, owner, reader):
    say(record, reader, "Un secret du colibri")
    say(record, reader, field="context")
    assert send_comment_digests() == 0
    later(minutes=11)
    assert (send_comment_digests(), told()) == (1, [owner.email])
    mail = mails("comments")[0]
    assert "2 nouveaux commentaires sur « Le banc des parents »" in mail.subject.replace("\u00a0", " ")
    assert ("colibri" in mail.body, f"/mes-fiches/{record.identifier}/commentaires/" in mail.body) == (False, True)
    assert (send_comment_digests(), told()) == (0, [owner.email])


def test_at_most_one_mail_an_hour_a_person(record, owner, reader):
    say(record, reader)
    later(minutes=11)
    assert send_comment_digests() == 1
    say(record, reader)
    later(minutes=11)
    assert send_comment_digests() == 0
    later(minutes=50)
    assert (send_comment_digests(), told()) == (1, [owner.email] * 2)


def test_those_who_may_answer_are_told_and_not_who_said_it(record, owner, reader):
    writer, silent = make_coauthor(record, "edit"), make_coauthor(record, "read")
    say(record, reader)
    later(minutes=11)
    send_comment_digests()
    assert (sorted(told()), told(reader), told(silent)) == (sorted([owner.email, writer.email]), [], [])


def test_what_was_read_deleted_or_is_no_longer_shared_is_not_told(record, owner, reader):
    writer = make_coauthor(record, "edit")
    say(record, reader)
    signed_in(owner).get(place(record))
    coauthors.leave(page_id=record.pk, by=writer)
    gone = say(record, reader)
    comments.delete(page_id=record.pk, by=reader, comment_id=gone.pk)
    later(minutes=11)
    assert (send_comment_digests(), told()) == (0, [])
    later(hours=2)
    assert (send_comment_digests(), CommentNotice.objects.count()) == (0, 0)


def test_a_mail_that_cannot_be_written_holds_back_nobody_else_s(record, owner, reader, monkeypatch):
    from practices.together import digests

    writer, real = make_coauthor(record, "edit"), digests.queue_mail

    def failing(**mail):
        if mail["to"] == owner.email:
            raise ValueError
        return real(**mail)

    say(record, reader)
    later(minutes=11)
    monkeypatch.setattr(digests, "queue_mail", failing)
    assert (send_comment_digests(), told()) == (1, [writer.email])
    monkeypatch.setattr(digests, "queue_mail", real)
    assert (send_comment_digests(), told(owner)) == (1, [owner.email])


def test_notices_are_kept_no_longer_than_they_serve(record, owner, reader):
    say(record, reader)
    later(minutes=11)
    send_comment_digests()
    assert CommentNotice.objects.filter(told_at__lte=timezone.now()).count() == 1
    later(minutes=61)
    send_comment_digests()
    assert CommentNotice.objects.count() == 0
