"""Begin to read the workbook a config names before that config is understood: loading all that
checks it takes a twentieth of a large run. What was guessed wrong is not used.
"""

from __future__ import annotations

import re
from pathlib import Path

from sheetsync.stores.excel.reading.ahead import Ahead

_LINE = r"""(?m)^{key}:[ \t]+(["']?)([^"'#\n\r]+?)\1[ \t]*(?:#.*)?\r?$"""
_WORKBOOK, _TAB = (re.compile(_LINE.format(key=key)) for key in ("workbook", "tab"))


def begun(config: Path) -> Ahead | None:
    """The reading of a large workbook, begun; None where no line plainly names one."""
    try:
        text = config.read_text(encoding="utf-8-sig")
    except (OSError, ValueError):  # whoever loads it says so
        return None
    workbook, tab = _WORKBOOK.search(text), _TAB.search(text)
    if workbook is None:
        return None
    return Ahead(config.parent / workbook[2], tab[2] if tab else "Leads")
