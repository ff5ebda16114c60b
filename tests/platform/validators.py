"""veraPDF and epubcheck, fetched once through Maven into the data folder, as the search engine is; the schema of Crossref, from a wheel."""

import fcntl
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from observatory.embedded import elasticsearch_program, paths

POM = Path(__file__).with_name("validators.pom.xml")
#: The package that carries the schema of Crossref, with what it includes.
CARRIER = "commonmeta-py==0.108"
#: Where the schema lies that others name by its address.
BESIDE = {
    "http://www.w3.org/Math/XMLSchema/mathml3/mathml3.xsd": "mathml3/mathml3.xsd",
    "http://www.w3.org/2009/01/xml.xsd": "xml.xsd",
    "http://www.w3.org/2001/xml.xsd": "xml.xsd",
    "http://www.w3.org/1999/xlink.xsd": "xlink.xsd",
}
VERAPDF, EPUBCHECK = "org.verapdf.apps.GreenfieldCliWrapper", "com.adobe.epubcheck.tool.Checker"
# They live for seconds: the second compiler and a collector of several threads would cost more than they bring.
JAVA = ("-Xmx700m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")


def pdf_ua_faults(*files: Path) -> dict[str, list[str]]:
    """What veraPDF finds against PDF/UA-1, by name of file; no entry for a file without fault."""
    told = json.loads(_java(VERAPDF, "--flavour", "ua1", "--format", "json", *map(str, files)))
    jobs = told["report"]["jobs"]
    assert len(jobs) == len(files)
    return {Path(job["itemDetails"]["name"]).name: faults for job in jobs if (faults := _faults(job))}


def _faults(job: dict) -> list[str]:
    results = job.get("validationResult")
    if not results:
        return [str(job.get("taskException") or "not validated")]
    result = results[0] if isinstance(results, list) else results
    if result["compliant"]:
        return []
    rules = result["details"]["ruleSummaries"]
    return [
        f"{rule['clause']}-{rule['testNumber']} ×{rule['failedChecks']} {rule['description']} {rule['checks'][0].get('context', '')[-200:]}"
        for rule in rules
        if rule["ruleStatus"] == "FAILED"
    ]


def epub_faults(file: Path) -> list[str]:
    """What epubcheck finds: errors and warnings."""
    told = json.loads(_java(EPUBCHECK, str(file), "--json", "-", "--quiet"))
    return [
        f"{message['severity']} {message['ID']}: {message['message']} {[place.get('path') for place in message['locations'][:2]]}"
        for message in told["messages"]
        if message["severity"] in ("FATAL", "ERROR", "WARNING")
    ]


def crossref_schema() -> Path:
    """The folder of the schemas. What they take from elsewhere lies beside them."""
    folder = _home() / "crossref"
    with _alone():
        if not folder.exists():
            partial = folder.with_suffix(".partial")
            shutil.rmtree(partial, ignore_errors=True)
            with zipfile.ZipFile(_downloaded(CARRIER)) as archive:
                for entry in archive.namelist():
                    if "/resources/crossref/" in entry and entry.endswith(".xsd"):
                        place = partial / entry.partition("/resources/crossref/")[2]
                        place.parent.mkdir(parents=True, exist_ok=True)
                        up = "../" * (len(place.relative_to(partial).parts) - 1)
                        place.write_text(_local(archive.read(entry).decode("utf-8-sig"), up))
            partial.rename(folder)
    return folder


def _local(schema: str, up: str) -> str:
    for address, file in BESIDE.items():
        schema = schema.replace(f'"{address}"', f'"{up}standard-modules/{file}"')
    return schema


def _downloaded(requirement: str) -> Path:
    into = _home() / "wheels"
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary", ":all:"]
    done = subprocess.run([*command, "--dest", str(into), requirement], capture_output=True, text=True)
    if done.returncode:
        pytest.exit(f"« {requirement} » n’a pas pu être téléchargé (pip) : {done.stderr.strip()[-300:]}", returncode=1)
    return next(into.glob("*.whl"))


def _java(program: str, *arguments: str) -> str:
    done = subprocess.run(
        [elasticsearch_program.java(), *JAVA, "-cp", f"{_programs()}/*", program, *arguments],
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    assert done.stdout.strip(), done.stderr[-2000:]
    return done.stdout


def _programs() -> Path:
    folder = _home() / "programs"
    with _alone():
        if not folder.exists():
            if lack := elasticsearch_program.missing_means():
                pytest.exit(f"Les tests ont besoin de veraPDF et d’epubcheck : {lack}.", returncode=1)
            _fetch(folder)
    return folder


def _fetch(folder: Path) -> None:
    """Maven copies into a folder aside, renamed when complete."""
    partial = folder.with_suffix(".partial")
    shutil.rmtree(partial, ignore_errors=True)
    command = ["mvn", "-B", "-q", "-ntp", "-f", str(POM), f"-Dcopy.to={partial}", "process-resources"]
    if "MAVEN_REPOSITORY" in os.environ:
        command.append(f"-Dmaven.repo.local={os.environ['MAVEN_REPOSITORY']}")
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode:
        pytest.exit(f"Maven n’a pas pu fournir veraPDF et epubcheck : {(done.stdout + done.stderr).strip()[-600:]}", returncode=1)
    partial.rename(folder)


def _home() -> Path:
    return paths.make_folder(paths.data_folder() / "validators")


class _alone:
    """One process at a time: the first one fetches, the others find."""

    def __enter__(self):
        self._lock = os.open(_home() / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(self._lock, fcntl.LOCK_EX)

    def __exit__(self, *_of_the_error):
        os.close(self._lock)
