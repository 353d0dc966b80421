"""What may happen to a spreadsheet, for Hypothesis to draw from: acts of people, and faults."""

from __future__ import annotations

from typing import NamedTuple

from hypothesis import strategies as st

from tests.google import faults
from tests.google.colleague import ACTS, IN_CELLS, ON_COLUMNS, ON_ROWS, Act, Colleague
from tests.google.night import Placed

TEXTS = [
    "", "", "spoke to her husband", "New", "Won", "Lost", "9876500000", "7", "11/12/2026",
    "12/24/2026", "x@y.in", "=1+1", "'=IMPORTXML(1)", "L-000002",
]  # fmt: skip


class Edit(NamedTuple):
    """What a person does, and to which row and column."""

    act: Act
    row: int
    column: int
    text: str

    def __repr__(self) -> str:
        return f"{self.act.__name__}({self.row}, {self.column}, {self.text!r})"


edits = st.builds(
    Edit, st.sampled_from(ACTS), st.integers(0, 30), st.integers(0, 30), st.sampled_from(TEXTS)
)
FAULTS = [
    faults.too_many_requests(), faults.too_many_requests(retry_after=7), faults.server_error(),
    faults.unavailable(), faults.Reset(), faults.LostReply(), faults.done_but_unavailable(),
    faults.Slow(0.01),
]  # fmt: skip
placed_faults = st.builds(
    Placed,
    st.sampled_from(FAULTS),
    st.sampled_from(["read", "write", "any"]),
    st.integers(0, 5),
    st.sampled_from([1, 1, 2, 12]),
)
TOO_LATE = frozenset(
    {Colleague.notes_on_a_report, Colleague.draws_on_a_report, Colleague.colours_a_report}
)
"""What nobody does in the moment between the last look of a run and its write: the copy that a
write makes of a report tab holds what is in its cells, not what lies beside."""
COSTS_MORE = frozenset({*ON_COLUMNS, *IN_CELLS, Colleague.types_into_a_report})
"""What is put back where it was written over in that moment."""
during = st.dictionaries(st.integers(0, 9), edits, max_size=3)
"""By the number of a moment."""
EMPTIED = ("Lead ID", "Follow-up (auto)")
TYPING = (Colleague.types, Colleague.types_into_a_report)
just_then = st.dictionaries(
    st.sampled_from([1, 1, 1, 2, 3]),
    st.lists(
        st.builds(
            Edit,
            st.sampled_from(TYPING * 8 + ON_COLUMNS + ON_ROWS) | st.sampled_from(ACTS),
            st.integers(0, 30),
            st.integers(0, 30),
            st.sampled_from(TEXTS),
        ),
        min_size=1,
        max_size=3,
    ),
    min_size=1,
    max_size=2,
)
"""In the very instant of the first, second or third write."""
cut_off_then = st.lists(
    st.builds(
        Edit,
        st.sampled_from(TYPING * 4 + ON_ROWS),
        st.integers(0, 30),
        st.integers(0, 30),
        st.sampled_from(TEXTS),
    ),
    min_size=1,
    max_size=3,
)
"""In the instant of a write whose run then comes to no end."""
cut_off = st.lists(
    st.builds(
        Placed,
        st.sampled_from([faults.Reset(), faults.LostReply(), faults.done_but_unavailable()]),
        st.sampled_from(["read", "write", "any"]),
        st.integers(0, 6),
        st.just(12),
    ),
    min_size=1,
    max_size=2,
)
"""Google is gone from one call on."""
