"""E-mail cells as people fill them."""

from typing import Any

import numpy as np
import pytest
from email_validator import validate_email
from hypothesis import given
from hypothesis import strategies as st

from sheetsync.values.emails import Emails, read_email, read_emails


def read(cell: Any) -> Emails:
    values = np.empty(1, dtype=object)
    values[0] = cell
    return read_emails(values)


@pytest.mark.parametrize("cell", [
    "raj@x.in", " Raj@X.in ", "mailto:raj@x.in", "Raj <raj@x.in>", "raj@x.in.", "'raj@x.in'",
    "raj@x.in (office)", "e-mail: raj@x.in",
])  # fmt: skip
def test_one_address_in_normal_form(cell: str) -> None:
    found = read(cell)
    assert found.addresses[0] == ("raj@x.in",)
    assert not found.unreadable[0]


@pytest.mark.parametrize("cell", ["a@b.com; c@d.com", "a@b.com, c@d.com", "a@b.com c@d.com",
                                  "a@b.com\nc@d.com", "a@b.com/c@d.com"])  # fmt: skip
def test_several_addresses_in_a_cell(cell: str) -> None:
    assert read(cell).addresses[0] == ("a@b.com", "c@d.com")


@pytest.mark.parametrize("cell", [
    "raj@gmail,com", "raj @gmail.com", "raj@gmail. com", "raj@gmail", "raj(at)gmail.com",
    "raj@@gmail.com", "raj@gmial.com", "raj@gmail.con", "raj@gmailcom", "raj@gmail..com",
])  # fmt: skip
def test_the_usual_slips_name_the_address_meant(cell: str) -> None:
    found = read(cell)
    assert found.unreadable[0]
    assert found.meant[0] == "raj@gmail.com"


@pytest.mark.parametrize("cell", ["raj.x.com", "9876543210", "raj@x.local", "@", 5, True])
def test_what_is_no_address_is_reported(cell: Any) -> None:
    found = read(cell)
    assert found.unreadable[0]
    assert (found.addresses[0], found.meant[0]) == ((), "")


@pytest.mark.parametrize("cell", [None, "", "NA", "-", "no email", "none"])
def test_nothing_is_neither_read_nor_reported(cell: Any) -> None:
    assert not read(cell).unreadable[0]


@given(st.from_regex(r"[a-z0-9.+_-]{1,8}@[a-z0-9.-]{1,10}\.[a-z]{2,6}", fullmatch=True))
def test_whatever_is_taken_for_an_address_is_one(text: str) -> None:
    for address in read_email(text).addresses:
        assert validate_email(address, check_deliverability=False).normalized == address


PARTS = st.text("aZ9.+_-@ \n\r\0\u2028é\u212a", max_size=9)
ADDRESSES = st.one_of(
    PARTS,
    st.builds(
        "{}@{}".format, PARTS, st.sampled_from(["x.in", "X.in ", "gmail.con", "x", "x.local"])
    ),
    st.builds(lambda long: "a" * long + "@x.in", st.integers(62, 66)),
)


@given(st.lists(ADDRESSES))
def test_a_column_read_at_once_says_what_its_cells_say_alone(texts: list[str]) -> None:
    found = read_emails(np.array([*texts, None], dtype=object))
    alone = [read_email(text) for text in texts]
    columns = (found.addresses, found.unreadable, found.meant)
    assert list(zip(*columns, strict=True)) == [*alone, ((), False, "")]
