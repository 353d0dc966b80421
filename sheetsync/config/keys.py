"""What every model of keys is made of: text that says something, one word of a few, a group.

Nothing is coerced; what cannot stand is refused with what to write instead.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict
from pydantic_core import PydanticCustomError

from sheetsync.config.problems import as_written, did_you_mean


def told(read: Callable[[Any], Any]) -> BeforeValidator:
    """A validator from a function that raises `ValueError(what, hint)`."""

    def validate(value: Any) -> Any:
        try:
            return read(value)
        except ValueError as error:
            what, hint = error.args
            raise PydanticCustomError("told", "{what}", {"what": what, "hint": hint}) from None

    return BeforeValidator(validate)


def text(value: Any) -> str:
    """Text that says something; a number or true must be quoted to be meant as text."""
    if isinstance(value, str) and value.strip():
        return value.strip()
    if value is None or value == "":
        raise ValueError("nothing is written here", "write a value or remove the line")
    if isinstance(value, dict | list):
        raise ValueError(f"{as_written(value)} stands where one value belongs", "write one value")
    raise ValueError(f"{as_written(value)} is not text", f'put it in quotes: "{as_written(value)}"')


def of_text(read: Callable[[str], Any]) -> BeforeValidator:
    """A validator for what is read from text."""
    return told(lambda value: read(text(value)))


def one_of(words: Sequence[str]) -> BeforeValidator:
    """A validator for one of a few words, whatever their case."""

    def read(value: Any) -> str:
        if value is False and "off" in words:
            raise ValueError("false is not a word here", "write off")
        word = text(value) if isinstance(value, str | None) else as_written(value)
        for known in words:
            if known.casefold() == word.casefold():
                return known
        raise ValueError(f"{word!r} cannot stand here", did_you_mean(word, words))

    return told(read)


Text = Annotated[str, told(text)]


class Group(BaseModel):
    """A group of keys; others are refused."""

    model_config = ConfigDict(
        extra="forbid", strict=True, frozen=True, arbitrary_types_allowed=True
    )
