"""Field masks: `sheets(properties.title,data/rowData)` says what to send back or what to change."""

from __future__ import annotations

import re
from typing import Any

from tests.google.errors import Json, invalid
from tests.google.once import Once

# A mask as a tree: an empty branch means everything below.
Mask = dict[str, "Mask"]

_TOKEN = re.compile(r"[\w*]+|[(),./]")


def parse_mask(text: str) -> Mask:
    tokens = _TOKEN.findall(text)
    mask, used = _parse_list(tokens, 0)
    if used != len(tokens) or "".join(tokens) != text.replace(" ", ""):
        raise invalid(f"Request contains an invalid argument: fields '{text}'.")
    return mask


def _parse_list(tokens: list[str], at: int) -> tuple[Mask, int]:
    mask: Mask = {}
    while at < len(tokens) and tokens[at] != ")":
        if tokens[at] == ",":
            at += 1
            continue
        at = _parse_path(tokens, at, mask)
    return mask, at


def _parse_path(tokens: list[str], at: int, mask: Mask) -> int:
    branch = mask
    while True:
        branch = branch.setdefault(tokens[at], {})
        at += 1
        if at < len(tokens) and tokens[at] in "./":
            at += 1
            continue
        if at < len(tokens) and tokens[at] == "(":
            inner, at = _parse_list(tokens, at + 1)
            branch.update(inner)
            at += 1
        return at


def selects(mask: Mask, *path: str) -> bool:
    """Whether a reply cut by this mask holds something at this path."""
    for name in path:
        if not mask or "*" in mask:
            return True
        if name not in mask:
            return False
        mask = mask[name]
    return True


def cut(message: Any, mask: Mask) -> Any:
    """The message with only what the mask names; messages on the way stay, if empty."""
    if not mask or not message or "*" in mask:
        return message
    if isinstance(message, list):
        return list(map(Once(lambda item: cut(item, mask)), message))
    if not isinstance(message, dict):
        return message
    return {name: cut(value, mask[name]) for name, value in message.items() if name in mask}


def merge(target: Json, source: Json, mask: Mask) -> Json:
    """The target with what the mask names set as in the source, or gone where it is not there."""
    if not mask or "*" in mask:
        return dict(source)
    merged = dict(target)
    for name, inner in mask.items():
        value = source.get(name)
        if inner and isinstance(value, dict | None):
            value = merge(merged.get(name) or {}, value or {}, inner) or None
        if value is None:
            merged.pop(name, None)
        else:
            merged[name] = value
    return merged


def mask_of(request: Json) -> Mask:
    """The mask an update request must carry."""
    fields = request.get("fields", "")
    if not fields:
        raise invalid(
            "At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)"
        )
    return parse_mask(fields)
