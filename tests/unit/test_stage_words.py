"""Status words: what they unmistakably say of a lead, and when only a person can tell."""

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetsync.config.stage_vocabulary import LOST, OPEN, SAME_STAGE, UNCLEAR, WON
from sheetsync.config.stage_words import kind_of, normal, same_stage

SAMPLE = Path(__file__).parents[2] / ".." / "shared" / "status-words.json"


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("won", ["Won", "Closed Won", "closed-won", "ClosedWon", "WON!!", "🏆 Won", "Converted",
                 "Order received", "Order recieved", "Admission done", "Deal won", "Enrolled"]),
        ("lost", ["Lost", "Not interested", "NOT_INTERESTED", "not intrested", "Junk",
                  "Closed - Not Converted", "❌ Lost", "Unqualified", "Dis-qualified",
                  "Wrong number", "Bought elsewhere", "Sold to other", "Lost (no response)"]),
        ("open", ["New", "Proposal Sent", "Qoutation sent", "3. Negotiation (80%)", "RNR",
                  "2nd Follow-up", "Demo completed", "Site visit done", "Appointment booked",
                  "Customer not picking call", "Not reachable", "On hold", "inprogress"]),
    ],
)  # fmt: skip
def test_unmistakable_words_have_their_kind(kind: str, words: list[str]):
    assert {word: kind_of(word) for word in words} == dict.fromkeys(words, kind)


@pytest.mark.parametrize(
    "word",
    ["Closed", "Completed", "Booked", "Deal", "Hot", "Warm", "Cold", "Deal closed", "Hot lead",
     "🔥 Hot", "Done", "✅", "Booking confirmed", "Closed - demo"],
)  # fmt: skip
def test_words_that_mean_different_things_to_different_people_are_asked_about(word: str):
    assert kind_of(word) == "unclear"


@pytest.mark.parametrize(
    "word",
    [
        "Likely to be won",
        "Not lost",
        "Not a customer",
        "Not enrolled yet",
        "Call dropped",
        "Should be converted",
        "Won or lost",
    ],
)
def test_a_closing_word_that_is_denied_or_hoped_for_closes_nothing(word: str):
    assert kind_of(word) not in ("won", "lost")


@pytest.mark.parametrize("word", ["", "   ", "Qwxz", "Ramesh"])
def test_unknown_words_have_no_kind(word: str):
    assert kind_of(word) is None


def test_no_phrase_has_two_kinds():
    counts = Counter(phrase for kind in (WON, LOST, OPEN, UNCLEAR) for phrase in kind)
    assert [phrase for phrase, count in counts.items() if count > 1] == []


def test_the_vocabulary_is_in_normal_form():
    assert all(normal(phrase) == phrase for phrase in WON | LOST | OPEN | UNCLEAR)


def test_spellings_of_one_stage_are_of_one_kind():
    for names in SAME_STAGE:
        assert len({kind_of(name) for name in names} - {"unclear", None}) == 1, names


def test_a_stage_knows_its_other_names_but_not_its_own():
    assert "Closed won" in same_stage("won")
    assert "Won" not in same_stage("WON")
    assert same_stage("Something of ours") == ()


@given(st.text(max_size=40))
def test_any_text_at_all_has_an_answer(word: str):
    assert kind_of(word) in ("open", "won", "lost", "unclear", None)


@given(st.sampled_from(sorted(WON | LOST | OPEN)), st.sampled_from(["📞 {}", "{}!", " {} "]))
def test_signs_and_case_change_nothing(phrase: str, dress: str):
    assert kind_of(dress.format(phrase.title())) == kind_of(phrase)


@pytest.mark.skipif(not SAMPLE.exists(), reason="the sample of real status words is not here")
def test_real_words_are_read_right_and_never_the_wrong_way_round():
    sample = {row["word"]: row["kind"] for row in json.loads(SAMPLE.read_text(encoding="utf-8"))}
    clear = {word: kind for word, kind in sample.items() if kind != "unclear"}
    doubtful = sample.keys() - clear.keys()
    guessed = [word for word in doubtful if kind_of(word) not in ("unclear", None)]
    swapped = [word for word, kind in clear.items() if kind_of(word) not in (kind, "unclear", None)]
    right = sum(kind_of(word) == kind for word, kind in clear.items())
    assert guessed == swapped == []
    assert right >= 0.9 * len(clear)
