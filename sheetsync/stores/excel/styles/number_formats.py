"""Number formats: the ids every workbook shares, and which codes show days."""

from __future__ import annotations

import re

BUILT_IN_CODES: dict[int, str] = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "mm-dd-yy", 15: "d-mmm-yy", 16: "d-mmm",
    17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss",
    22: "m/d/yy h:mm", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mmss.0", 48: "##0.0E+0", 49: "@",
    **dict.fromkeys((*range(27, 37), *range(50, 59)), "yyyy/m/d"),
}  # fmt: skip
"""What the ids below 164 mean; 27 to 36 and 50 to 58 are dates of East Asian calendars."""

BUILT_IN_IDS: dict[str, int] = {
    code: id_
    for id_, code in BUILT_IN_CODES.items()
    # 14 and 22 follow the reader's own locale, so they are never what a written code asks for.
    if id_ not in (14, 22) and not 27 <= id_ <= 36 and not 50 <= id_ <= 58
}

_NOT_CODE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)


def shows_days(code: str) -> bool:
    """Whether a format code shows a number as a day, not as a time or a span of hours alone."""
    bare = _NOT_CODE.sub("", code.partition(";")[0]).lower()
    if "general" in bare:
        return False
    return "y" in bare or "d" in bare or bare.strip() in ("mmm", "mmmm")
