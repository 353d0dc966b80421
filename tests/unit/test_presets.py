"""Presets: every industry is complete, its words are told apart, its texts never break."""

from datetime import date
from string import Formatter

import numpy as np
import pytest

from sheetsync.config import LadderStep, preset_settings
from sheetsync.config.preset import Preset, load_preset, preset_names
from sheetsync.config.stage_words import kind_of, normal
from sheetsync.rules.lead_words import lead_words
from sheetsync.schema import FIELD
from tests.builders import settings
from tests.leads_frame import leads_of

PRESETS = [load_preset(name) for name in preset_names()]
STEPS = [
    pytest.param(step, id=f"{preset.name}-day-{step.day}")
    for preset in PRESETS
    for step in (*preset.ladder, preset.check_in)
]
FULL = {
    "name": "Priya Nair", "company": "Nair Foods", "city": "Pune", "branch": "Baner",
    "need": "corrugated boxes", "quantity": "2,000 pcs", "quote_value": 120_000.0,
    "needed_by": date(2026, 12, 5), "owner": "Asha", "source": "WhatsApp", "segment": "B2B",
    "decision_maker": "Owner", "budget": 90_000.0, "order_value": 100_000.0,
}  # fmt: skip
WORDS = lead_words(
    leads_of([FULL], settings()).frame, np.array([0]), settings(), date(2026, 11, 20)
)[0]
"""Every word a lead can have."""

each_preset = pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
each_step = pytest.mark.parametrize("step", STEPS)


def fields_of(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def test_there_is_a_preset_for_each_industry_and_general_comes_first():
    assert preset_names() == (
        "general", "education", "hospitality", "real_estate", "services", "trade",
    )  # fmt: skip


def test_an_unknown_preset_is_a_key_error():
    with pytest.raises(KeyError):
        load_preset("../general")


def test_the_general_pipeline_is_the_one_of_the_lead_sheet():
    stages = load_preset("general").stages
    assert [(s.name, s.kind, s.idle_days) for s in stages] == [
        ("New", "open", 1), ("Contacted", "open", 3), ("Qualified", "open", 5),
        ("Quoted", "open", 7), ("Won", "won", None), ("Lost", "lost", None),
    ]  # fmt: skip


@each_preset
def test_a_pipeline_begins_open_can_be_won_and_can_be_lost(preset: Preset):
    assert preset.stages[0].kind == "open"
    assert {stage.kind for stage in preset.stages} == {"open", "won", "lost"}


@each_preset
def test_only_open_stages_can_go_idle(preset: Preset):
    assert all((stage.idle_days is not None) == (stage.kind == "open") for stage in preset.stages)


@each_preset
def test_no_spelling_stands_for_two_stages(preset: Preset):
    stages = preset_settings(preset.name).stages
    words = [normal(word) for stage in stages for word in (stage.name, *stage.also)]
    assert len(words) == len(set(words))


@each_preset
def test_no_stage_claims_a_word_that_says_the_opposite(preset: Preset):
    for stage in preset_settings(preset.name).stages:
        for word in (stage.name, *stage.also):
            assert kind_of(word) in (stage.kind, "unclear", None), word


@each_preset
def test_choices_are_listed_once_each(preset: Preset):
    assert set(preset.choices) == {"source", "priority", "segment", "lost_reason"}
    for words in preset.choices.values():
        assert len({word.casefold() for word in words}) == len(words)


@each_preset
def test_every_priority_has_a_target_and_normal_is_one_of_them(preset: Preset):
    assert tuple(preset.targets) == preset.choices["priority"]
    assert "Normal" in preset.targets


@each_preset
def test_known_words_are_known_in_every_case_and_stand_for_words_of_the_list(preset: Preset):
    settings = preset_settings(preset.name)
    for field, words in settings.choice_words.items():
        assert set(words.values()) <= set(settings.choices[field])
        assert all(spelling == spelling.casefold() for spelling in words)
        assert all(words[word.casefold()] == word for word in settings.choices[field])


@each_preset
def test_the_ladder_climbs_on_the_days_of_the_cadence(preset: Preset):
    assert [step.day for step in preset.ladder] == [0, 1, 3, 7, 14]
    assert preset.check_in.day == 30


@each_preset
def test_headers_and_questions_speak_of_fields_that_people_fill(preset: Preset):
    assert all(FIELD[name].who != "machine" for name in (*preset.headers, *preset.qualification))
    assert list(preset.qualification) == [
        "need", "needed_by", "quantity", "city", "budget", "decision_maker", "next_action",
    ]  # fmt: skip


@each_step
def test_a_template_uses_only_words_a_lead_can_have(step: LadderStep):
    for template in (*step.question, *step.message):
        assert fields_of(template) <= set(WORDS)


@each_step
def test_a_lead_that_says_nothing_still_gets_a_concrete_text(step: LadderStep):
    assert not fields_of(step.question[-1])
    assert not fields_of(step.message[-1])


@each_step
def test_alternatives_go_from_the_particular_to_the_plain(step: LadderStep):
    for alternatives in (step.question, step.message):
        seen: list[set[str]] = []
        for template in alternatives:
            fields = fields_of(template)
            assert not any(earlier <= fields for earlier in seen), f"never used: {template}"
            seen.append(fields)


@each_step
def test_a_next_action_fits_its_cell_and_a_message_is_short_enough_to_read(step: LadderStep):
    assert all(len(text.format_map(WORDS)) <= 110 for text in step.question)
    assert all(len(text.format_map(WORDS)) <= 280 for text in step.message)


@each_step
def test_no_text_is_a_bare_reminder(step: LadderStep):
    for text in (*step.question, *step.message):
        assert len(text.split()) >= 8
        assert not any(weak in text.casefold() for weak in ("any update", "just checking", "ping"))
    assert all("?" in text for text in step.message), "a message ends in a question to answer"
    assert all("\n" not in text and "  " not in text for text in (*step.question, *step.message))
