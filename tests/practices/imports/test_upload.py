"""/gestion/fiches/importer/: sent by an editor, done by the worker, followed and reported; nobody else's."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from lxml import html

from practices.domain import import_runs
from practices.models import ImportNote, ImportRun, PracticeEvent, PracticeRecord, PublicPractice

from ..factories import make_draft, make_editor, make_published, make_user
from .conftest import row, write

pytestmark = pytest.mark.usefixtures("reference_data")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
INDEX = "/gestion/fiches/importer/"


@pytest.fixture
def editor():
    return make_editor("Hauts-de-France")


@pytest.fixture
def national():
    return make_editor(None)


def signed_in(client, user):
    client.force_login(user, backend=BACKEND)
    return client


@pytest.fixture
def sent(tmp_path, client, django_capture_on_commit_callbacks):
    """Sends rows as this editor, the worker being at once at work; gives the run."""

    def sent(user, rows, kind="jsonl", **fields):
        path = write(tmp_path / f"fiches.{kind}", rows)
        with django_capture_on_commit_callbacks(execute=True):
            answer = signed_in(client, user).post(INDEX, {"file": SimpleUploadedFile(path.name, path.read_bytes()), **fields})
        assert answer.status_code == 302, answer.context["form"].errors
        run = ImportRun.objects.latest("pk")
        assert answer["Location"] == reverse("practices_desk:import", args=[run.pk])
        return run

    return sent


def told(run):
    return list(run.notes.filter(page_id=None).order_by("pk").values_list("line", "external_id", "field"))


def counted(run):
    return (run.state, run.rows, run.created, run.updated, run.refused)


def waiting(user, tmp_path, rows, **fields):
    """A run that nobody has taken up."""
    path = write(tmp_path / "fiches.jsonl", rows)
    options = {"files": None, "publish": False, "dry_run": False} | fields
    return import_runs.ask_import(by=user, file=SimpleUploadedFile(path.name, path.read_bytes()), **options)


@pytest.mark.parametrize("kind", ["jsonl", "csv", "xlsx"])
def test_a_regional_editor_s_rows_are_submitted_to_her_region(sent, editor, kind):
    run = sent(editor, [row(), row(external_id="faux", mode="magie"), row(title="Le banc, suite")], kind)
    first = 1 if kind == "jsonl" else 2
    assert (counted(run), told(run)) == (("done", 3, 1, 1, 1), [(first + 1, "faux", "mode")])
    record = PracticeRecord.objects.get()
    assert (record.review_state, record.region.slug, record.page.owner) == ("submitted", "hauts-de-france", None)
    assert set(record.events.values_list("actor_id", flat=True)) == {editor.pk}


def test_what_was_sent_is_not_kept_once_read(sent, editor):
    run = sent(editor, [row()])
    assert not default_storage.exists(run.file.name)


def test_a_trial_writes_nothing_and_says_the_same(sent, editor):
    run = sent(editor, [row(), row(), row(external_id="faux", mode="magie")], dry_run="on")
    assert (counted(run), told(run)) == (("done", 3, 1, 1, 1), [(3, "faux", "mode")])
    assert not PracticeRecord.objects.exists()


def test_rows_of_another_region_are_refused_to_a_regional_editor_and_not_to_a_national_one(sent, editor, national):
    rows = [row(territories=["dep-35"]), row(external_id="essai-2")]
    run = sent(editor, rows)
    assert (counted(run), told(run)) == (("done", 2, 1, 0, 1), [(1, "essai-1", "territories")])
    assert counted(sent(national, rows)) == ("done", 2, 1, 1, 0)


def test_a_sheet_of_another_region_or_a_contributor_s_draft_is_not_replaced(sent, editor, national):
    elsewhere = make_published(make_user(), make_editor("Bretagne"), territories=["dep-35"])
    draft = make_draft(make_user("autre@essai.example"))
    rows = [row(external_id=None, identifier=elsewhere.identifier), row(external_id=None, identifier=draft.identifier)]
    assert told(sent(editor, rows)) == [(1, "", "external_id"), (2, "", "external_id")]
    assert told(sent(national, rows)) == [(2, "", "external_id")]


def test_online_at_once_is_for_national_editors(sent, editor, national):
    sent(editor, [row()], publish="on")
    assert not PublicPractice.objects.exists()
    sent(national, [row()], publish="on")
    assert PublicPractice.objects.get().data["external_id"] == "essai-1"


def test_a_killed_worker_s_run_goes_on_after_the_last_noted_row(editor, tmp_path, monkeypatch):
    rows = [row(external_id=None, title=f"Le banc {number}") for number in range(5)]
    run = waiting(editor, tmp_path, rows)
    honest = import_runs._Noted.wrote

    def dies(journal, line, **said):
        honest(journal, line, **said)
        if line == 3:
            raise SystemExit("killed")

    with monkeypatch.context() as killed:
        killed.setattr(import_runs._Noted, "wrote", dies)
        with pytest.raises(SystemExit):
            import_runs.work_on(run.pk)
    run.refresh_from_db()
    assert (run.state, run.last_line, PracticeRecord.objects.count()) == ("running", 2, 2)
    import_runs.work_on(run.pk)
    assert PracticeRecord.objects.count() == 2, "its lease still holds"
    ImportRun.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    import_runs.work_on(run.pk)
    run.refresh_from_db()
    assert counted(run) == ("done", 5, 5, 0, 0)
    assert sorted(PracticeRecord.objects.values_list("page__title", flat=True)) == [f"Le banc {number}" for number in range(5)]


def test_a_worker_that_lost_its_lease_writes_no_more(editor, tmp_path, monkeypatch):
    run = waiting(editor, tmp_path, [row(external_id=None), row(external_id=None)])
    honest = import_runs._Noted.wrote

    def robbed(journal, line, **said):
        ImportRun.objects.update(lease=None)
        honest(journal, line, **said)

    monkeypatch.setattr(import_runs._Noted, "wrote", robbed)
    import_runs.work_on(run.pk)
    assert not PracticeRecord.objects.exists()


def test_a_lost_job_is_woken_by_the_clock(editor, tmp_path, django_capture_on_commit_callbacks):
    run = waiting(editor, tmp_path, [row()])
    assert import_runs.take_up_again() == 0
    ImportRun.objects.update(woken_at=timezone.now() - timedelta(hours=1))
    with django_capture_on_commit_callbacks(execute=True):
        assert import_runs.take_up_again() == 1
    run.refresh_from_db()
    assert counted(run) == ("done", 1, 1, 0, 0)


def test_a_long_import_gives_its_place_to_other_jobs_and_goes_on(editor, tmp_path, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(import_runs, "SLICE", timedelta(0))
    run = waiting(editor, tmp_path, [row(external_id=f"r{number}") for number in range(3)])
    import_runs.work_on(run.pk)
    run.refresh_from_db()
    assert (run.rows, run.leased_until, run.finished_at) == (1, None, None)
    with django_capture_on_commit_callbacks(execute=True):
        import_runs.work_on(run.pk)
    run.refresh_from_db()
    assert counted(run) == ("done", 3, 3, 0, 0)


def test_a_run_that_never_gets_past_a_row_is_given_up(editor, tmp_path):
    run = waiting(editor, tmp_path, [row()])
    ImportRun.objects.update(tries=import_runs.MOST_TRIES)
    import_runs.work_on(run.pk)
    run.refresh_from_db()
    assert (counted(run), ImportNote.objects.count()) == (("failed", 0, 0, 0, 0), 1)


def test_an_editor_who_no_longer_is_one_imports_no_more(editor, tmp_path):
    run = waiting(editor, tmp_path, [row()])
    editor.groups.clear()
    import_runs.work_on(run.pk)
    run.refresh_from_db()
    assert (run.state, PracticeRecord.objects.exists()) == ("failed", False)


def test_progress_is_shown_without_a_script_until_it_is_over(client, editor, tmp_path):
    run = waiting(editor, tmp_path, [row()])
    ImportRun.objects.update(final_line=40, last_line=10)
    page = signed_in(client, editor).get(f"{INDEX}{run.pk}/").content.decode()
    assert ('max="40" value="10"' in page, 'http-equiv="refresh"' in page) == (True, True)
    import_runs.work_on(run.pk)
    page = client.get(f"{INDEX}{run.pk}/").content.decode()
    assert ("<progress" in page, 'http-equiv="refresh"' in page) == (False, False)


def test_the_report_leads_to_the_sheets_that_it_made(sent, client, editor):
    run = sent(editor, [row(title="Le banc vert")])
    [way] = html.fromstring(client.get(f"{INDEX}{run.pk}/").content).xpath("//main//a[contains(@href, 'tri=recentes')]/@href")
    assert "Le banc vert" in client.get(way).content.decode()
    trial = sent(editor, [row(external_id="essai-2")], dry_run="on")
    assert "tri=recentes" not in client.get(f"{INDEX}{trial.pk}/").content.decode()


def test_the_report_names_fields_as_the_form_does(client, editor, tmp_path):
    run = waiting(editor, tmp_path, [row(title="", barriers=[{"nature": "time", "intensity": "rude"}])])
    import_runs.work_on(run.pk)
    page = html.fromstring(signed_in(client, editor).get(f"{INDEX}{run.pk}/").content)
    fields = [" ".join(cell.text_content().split()) for cell in page.xpath("//table[@class='listing']//td[3]")]
    assert fields == [
        "Freins, n° 1 : Vu par qui barriers[0].viewpoint",
        "Freins, n° 1 : Nature barriers[0].nature",
        "Freins, n° 1 : Intensité barriers[0].intensity",
        "Titre title",
    ]


def test_the_report_as_a_file_calculates_nothing(sent, client, editor):
    run = sent(editor, [row(external_id="=1+1", mode="magie")])
    answer = client.get(f"{INDEX}{run.pk}/rapport.csv")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert (lines[0], lines[1].split(";")[:3]) == ("Ligne;external_id;Champ;Raison", ["1", "'=1+1", "mode"])


def test_each_editor_sees_her_own_runs_alone(sent, client, editor, national):
    run = sent(editor, [row(mode="magie")])
    addresses = [f"{INDEX}{run.pk}/", f"{INDEX}{run.pk}/rapport.csv"]
    assert [client.get(address).status_code for address in addresses] == [200, 200]
    for other in (national, make_editor("Hauts-de-France")):
        signed_in(client, other)
        assert [client.get(address).status_code for address in addresses] == [404, 404]
        assert list(client.get(INDEX).context["runs"]) == []
    signed_in(client, make_user())
    assert [client.get(address).status_code for address in [INDEX, *addresses]] == [403, 403, 403]


@pytest.mark.parametrize(("name", "content"), [("fiches.pdf", b"%PDF-"), ("fiches", b"{}"), ("fiches.csv", b"")])
def test_another_kind_of_file_is_refused_on_the_form(client, editor, name, content):
    answer = signed_in(client, editor).post(INDEX, {"file": SimpleUploadedFile(name, content)})
    assert (answer.status_code, list(answer.context["form"].errors), ImportRun.objects.exists()) == (422, ["file"], False)
    answer = client.post(INDEX, {})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["file"])


def test_a_file_that_lies_about_its_kind_is_one_line_of_the_report(sent, client, editor, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(client, editor).post(INDEX, {"file": SimpleUploadedFile("fiches.xlsx", b"MZ program")})
    run = ImportRun.objects.get()
    assert (counted(run), told(run)) == (("done", 0, 0, 0, 1), [(1, "", "")])


def test_runs_and_files_go_with_their_person(editor, tmp_path, django_capture_on_commit_callbacks):
    run = waiting(editor, tmp_path, [row()])
    with django_capture_on_commit_callbacks(execute=True):
        editor.delete()
    assert (ImportRun.objects.exists(), default_storage.exists(run.file.name)) == (False, False)


def test_an_import_of_an_editor_is_in_the_history_as_one(sent, editor):
    sent(editor, [row()])
    assert list(PracticeEvent.objects.filter(kind="imported").values_list("actor_id", flat=True)) == [editor.pk]
