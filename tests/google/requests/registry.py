"""Every batchUpdate request the emulator knows, by Google's name for it."""

from __future__ import annotations

from tests.google.requests import (
    cells,
    charts,
    conditional_formats,
    dimensions,
    filters,
    groups,
    merging,
    metadata,
    moving,
    names,
    protecting,
    sheets,
    sorting,
    tables,
    validating,
)
from tests.google.requests.edit import Handler

FAMILIES = (
    cells,
    charts,
    conditional_formats,
    dimensions,
    filters,
    groups,
    merging,
    metadata,
    moving,
    names,
    protecting,
    sheets,
    sorting,
    tables,
    validating,
)

REQUESTS: dict[str, Handler] = {
    name: handler for family in FAMILIES for name, handler in family.HANDLERS.items()
}
