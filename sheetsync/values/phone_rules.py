"""One phone number in E.164, fast for the common shapes.

The phonenumbers library takes some 40 µs a number. Its own patterns for a region, compiled once,
accept the ordinary shapes in one; whatever they do not accept goes to the library. The two agree
(a test holds this) but where the library takes digits of the number for a carrier's code and then
finds none: a Colombian mobile after a 0 and 00852 in Hong Kong are read as they are written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumberDesc, PhoneNumberFormat

_TYPES = (
    "mobile", "fixed_line", "toll_free", "premium_rate", "shared_cost", "voip", "personal_number",
    "pager", "uan", "voicemail",
)  # fmt: skip


_COMPACT = re.compile(r"\+?[0-9]+", re.ASCII)
_GROUP = re.compile(r"(?<!\\)\((?!\?)")
"""What opens a group that is kept; the library's patterns for prefixes have some."""


@dataclass(frozen=True)
class Region:
    """The patterns of one region.

    ``line`` matches every line of a text; its group is the line where that is a valid number,
    written bare or with plus and country code. ``by_length`` matches a valid national number of
    that length (as text: few of them are needed, and compiling all takes a while at every start);
    ``trunk`` says whether people put a single 0 before it; ``alone`` whether no other region
    shares its country code.
    """

    code: str
    line: re.Pattern[str]
    by_length: dict[int, str]
    general: re.Pattern[str]
    prefix: re.Pattern[str] | None
    abroad: re.Pattern[str] | None
    trunk: bool
    alone: bool

    def is_national(self, digits: str) -> bool:
        """Whether these digits, with no prefix to strip, are a valid number of the region."""
        pattern = self.by_length.get(len(digits))
        if pattern is None or digits[0] == "0" or not re.fullmatch(pattern, digits, re.ASCII):
            return False
        return self.prefix is None or self.prefix.match(digits) is None


@cache
def region(name: str) -> Region | None:
    """The patterns of a region such as ``IN``; None for one the library does not know."""
    data = PhoneMetadata.metadata_for_region(name, None)
    if data is None or data.general_desc is None:
        return None
    general = data.general_desc.national_number_pattern or "$"
    prefix = data.national_prefix_for_parsing
    code = str(data.country_code)
    national = dict(_patterns(data, data.general_desc))
    barred = "|".join(filter(None, (prefix, data.international_prefix))) or "$"
    either = "|".join(national.values()) or "$"
    common = _GROUP.sub("(?:", rf"(?:\+{code})?(?![0+])(?!{barred})(?:{either})")
    return Region(
        code=code,
        line=re.compile(rf"^(?:({common})$|.*)", re.ASCII | re.MULTILINE),
        by_length=national,
        general=re.compile(general, re.ASCII),
        prefix=re.compile(prefix) if prefix else None,
        abroad=re.compile(data.international_prefix) if data.international_prefix else None,
        trunk=data.national_prefix == "0" and re.match(prefix or "$", "01") is not None,
        alone=len(phonenumbers.COUNTRY_CODE_TO_REGION_CODE[int(code)]) == 1,
    )


def _patterns(data: PhoneMetadata, general: PhoneNumberDesc) -> list[tuple[int, str]]:
    mobile = data.mobile.possible_length if data.mobile else ()
    # The usual length first: it is tried first.
    lengths = dict.fromkeys((*mobile, *general.possible_length))
    kinds = [k for k in (getattr(data, name) for name in _TYPES) if k and k.national_number_pattern]
    found = []
    for length in lengths:
        fitting = [
            kind.national_number_pattern
            for kind in kinds
            if not kind.possible_length or length in kind.possible_length
        ]
        if fitting:
            must = rf"(?=\d{{{length}}}$)(?=(?:{general.national_number_pattern})$)"
            found.append((length, f"{must}(?:{'|'.join(fitting)})"))
    return found


def quick_e164(compact: str, home: Region) -> str | None:
    """E.164 of digits with an optional plus, where one of the ordinary shapes fits; else None."""
    if (line := home.line.fullmatch(compact)) and line[1]:
        return compact if compact[0] == "+" else f"+{home.code}{compact}"
    if not _COMPACT.fullmatch(compact):
        return None
    if compact.startswith("+"):
        return _with_plus(compact, home)
    if home.abroad is None or home.abroad.match(compact) is None:
        if home.general.fullmatch(compact):
            return None
        rest = compact[len(home.code) :]
        if compact.startswith(home.code) and rest and home.is_national(rest):
            return f"+{compact}"
        if home.trunk and compact[0] == "0" and home.is_national(compact[1:] or "0"):
            return f"+{home.code}{compact[1:]}"
    elif compact.startswith("00" + home.code) and home.abroad.fullmatch("00"):
        return _with_plus("+" + compact[2:], home)
    return None


def is_surely_none(compact: str, home: Region) -> bool:
    """Whether digits, bare or after plus and the region's code, cannot be a valid number: they have
    nothing in front that could be stripped, and no pattern of the region fits. The library would
    find the same, slowly."""
    digits = compact.removeprefix(f"+{home.code}")
    if not home.alone or not _COMPACT.fullmatch(digits) or digits[0] in "+0":
        return False
    in_front = (home.prefix, home.abroad)
    if digits.startswith(home.code) or any(p and p.match(digits) for p in in_front):
        return False
    return not home.is_national(digits)


def _with_plus(compact: str, home: Region) -> str | None:
    if compact.startswith("+0"):
        return None
    there = home if compact.startswith(home.code, 1) else _region_abroad(compact[1:4])
    if there is None:
        return None
    rest = compact[1 + len(there.code) :]
    return compact if rest and there.is_national(rest) else None


@cache
def _region_abroad(digits: str) -> Region | None:
    """The region of a country code that is one country's alone."""
    for length in range(1, len(digits) + 1):
        names = phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(int(digits[:length]))
        if names:
            return region(names[0]) if len(names) == 1 else None
    return None


def library_e164(text: str, region_name: str) -> str | None:
    """E.164 as the library reads it; None where it finds no valid number."""
    try:
        number = phonenumbers.parse(text, region_name)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)
