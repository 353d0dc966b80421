"""What the documents show is what happens: every command is run, every output compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from jobs.terminal.ending import EXIT_CODES
from sheetsync import errors
from tests.system.conftest import NOW, Run

ROOT = Path(__file__).parents[2]
DOCUMENTS = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
AT_GOOGLE = ROOT / "docs" / "google-sheets.md"
STARTING = ("sheetsync init", "sheetsync template", "sheetsync demo")
STANDS_FOR = {"BACKUP": "leads.xlsx", "WORKBOOK": "leads.xlsx"}
"""What a reader puts in the place of words in capitals."""
ENDS = {"check": {0, 1}, "restore": {18, 19}, "history": {0, 19}, "forget": {2}}
"""How commands may end on the demo's workbook, in which no lead has vanished, and where nobody
answers what they ask."""


def commands(document: Path) -> Iterator[str]:
    """The lines of shell blocks, and of tables and sentences, that start with our command."""
    text = document.read_text(encoding="utf-8")
    for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL):
        yield from (line.partition("#")[0].strip() for line in block.splitlines())
    shown = re.findall(r"`(sheetsync [^`]+)`", text)
    yield from (line.partition("\\|")[0].strip() for line in shown)


SHOWN = sorted(
    {
        (document.name, line)
        for document in DOCUMENTS
        for line in commands(document)
        if line.startswith("sheetsync ") and document != AT_GOOGLE and "--google" not in line
    }
)


@pytest.mark.parametrize(("document", "line"), SHOWN)
def test_every_command_a_document_shows_works(
    document: str, line: str, run: Run, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    starts = line.startswith(STARTING)
    folder = tmp_path if starts else request.getfixturevalue("demo")
    words = [STANDS_FOR.get(word, word) for word in line.split()[1:]]
    words += ["--once"] if words == ["watch"] else []  # the other goes on until it is ended
    said = run(*words, cwd=folder, expect=None)
    assert said.returncode in ENDS.get(words[0], {0}), said.stderr


def test_the_readme_shows_what_the_demo_prints(finished_demo: Path) -> None:
    said = (finished_demo / "said.txt").read_text(encoding="utf-8").strip()
    said = said.replace("Then: sheetsync", "Then: .venv/bin/sheetsync")  # as the line above it runs
    assert f"```\n{said}\n```" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert NOW.startswith("2026-11-21")


def test_the_exit_codes_are_documented() -> None:
    documented = (ROOT / "docs" / "safety.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([\d, ]+) \|", documented, re.MULTILINE)
    codes = {int(code) for row in rows for code in row.split(",")}
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    ours = {kind.exit_code for kind in kinds if issubclass(kind, errors.SheetsyncError)}
    assert codes == ours | {0, 1, 2} | {129, 130, 141, 143}
    assert codes == {int(code) for code in re.findall(r"\d+", EXIT_CODES)}
    assert len(ours) == len([k for k in kinds if issubclass(k, errors.SheetsyncError)])


def test_links_between_documents_lead_somewhere() -> None:
    for document in (*DOCUMENTS, ROOT / "ARCHITECTURE.md", ROOT / "CONTRIBUTING.md"):
        for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name} → {target}"
