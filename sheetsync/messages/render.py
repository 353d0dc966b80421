"""Words in templates: ours, or an owner's own of the same name beside the config.

Templates are sandboxed: they see plain words, numbers and lists, and reach nothing else. One of
the owner's that does not work is left out for that message, which says so.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader, StrictUndefined, TemplateError
from jinja2.exceptions import TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from sheetsync.tabs import looks

OURS = Path(__file__).parent / "templates"
ENDINGS = (".html", ".txt")
SUBJECT = "Subject:"
COLOURS = {
    "ink": looks.INK, "muted": looks.QUIET, "accent": looks.ACCENT, "heading": looks.ACCENT_DARK,
    "line": looks.RULE_LINE, "page": looks.TILE_FILL, "paper": looks.PAPER,
    **{f"{name}_fill": look.fill for name, look in looks.EMPHASIS.items() if look.fill},
    **{f"{name}_ink": look.ink for name, look in looks.EMPHASIS.items() if look.ink},
    **{f"{name}_tint": tint for name, tint in looks.ROW_TINT.items()},
    **{f"{name}_mark": mark for name, mark in looks.MARK.items()},
}  # fmt: skip
"""The palette of the report tabs, by the names templates use."""
LONGEST_SUBJECT = 200


@dataclass(frozen=True)
class Rendered:
    """A message in words; ``note`` says why an owner's template was left out, else ""."""

    subject: str
    text: str
    html: str
    note: str = ""


def render(name: str, words: Mapping[str, Any], folder: Path) -> Rendered:
    """Fill ``name.txt``, whose first line is the subject, and ``name.html``."""
    try:
        return _filled(name, words, folder)
    except Exception as error:  # an owner's template may raise whatever its words raise
        if not folder.is_dir():
            raise
        note = f"{_place(error, folder)}, so our own wording was used."
        return _filled(name, {**words, "note": note}, None, note)


def _filled(name: str, words: Mapping[str, Any], folder: Path | None, note: str = "") -> Rendered:
    environment = _environment(folder, _changed(folder))
    said = environment.get_template(f"{name}.txt").render(words)
    html = environment.get_template(f"{name}.html").render(words)
    subject, text = _parted(said, words)
    return Rendered(subject, text, html, note)


def broken_templates(folder: Path) -> list[str]:
    """Why files of an owner's cannot be used, as far as it shows before they are filled."""
    found = []
    names = sorted(path.name for path in folder.glob("*") if path.suffix in ENDINGS)
    for name in names:
        try:
            _environment(folder, _changed(folder)).get_template(name)
        except Exception as error:  # noqa: BLE001 - a file of theirs may be anything, even no text
            found.append(_place(error, folder))
    return found


def _changed(folder: Path | None) -> int:
    """When files were last put into a folder, for one that is kept while `watch` goes on."""
    return folder.stat().st_mtime_ns if folder and folder.is_dir() else 0


@lru_cache(maxsize=4)
def _environment(folder: Path | None, changed: int) -> ImmutableSandboxedEnvironment:
    """Kept, since templates take longer to compile than to fill; a changed file is seen."""
    del changed
    ours = FileSystemLoader(OURS)
    theirs = [FileSystemLoader(folder)] if folder else []
    environment = ImmutableSandboxedEnvironment(
        loader=ChoiceLoader([*theirs, ours, PrefixLoader({"ours": ours})]),
        autoescape=lambda name: bool(name and name.endswith(".html")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["colour"] = COLOURS
    return environment


def _parted(said: str, words: Mapping[str, Any]) -> tuple[str, str]:
    """The subject on the first line, on one line whatever it holds, and the text below it."""
    first, _, rest = said.lstrip().partition("\n")
    if not first.startswith(SUBJECT):
        first, rest = f"{SUBJECT} {words.get('heading', '')}", said
    subject = " ".join(first.removeprefix(SUBJECT).split())[:LONGEST_SUBJECT]
    return subject, re.sub(r"\n{3,}", "\n\n", rest).strip() + "\n"


def _place(error: Exception, folder: Path) -> str:
    """``messages/owner.html, line 12: unexpected '}'``: where an owner's template went wrong."""
    said = (
        str(error) if isinstance(error, TemplateError) else ""
    )  # others may quote what a lead says
    what = " ".join(said.split()) or type(error).__name__
    file, line = _line(error, folder)
    place = f"{folder.name}/{Path(file).name}, line {line}" if file else folder.name
    return f"{place}: {what}"


def _line(error: Exception, folder: Path) -> tuple[str, int]:
    """The template's own line; that of a template of theirs, where ours only failed with it."""
    if isinstance(error, TemplateSyntaxError):
        return error.filename or error.name or "", error.lineno
    steps = [
        (Path(step.filename).parent == folder, step.filename, step.lineno or 0)
        for step in traceback.extract_tb(error.__traceback__)
        if step.filename.endswith(ENDINGS)
    ]
    theirs = [step for step in steps if step[0]]
    return (theirs or steps)[-1][1:] if steps else ("", 0)
