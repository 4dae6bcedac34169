import json
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import pytest

from services.feedback import questionnaire, tokens
from services.feedback.errors import LinkUnknown
from shared.contracts import feedback as contract
from shared.errors import Invalid
from shared.languages import LANGUAGES, PUBLIC, WHOLE

ASKED = Path(__file__).parent / "asked.json"
EVERY_VERSION = [(wave, version) for wave in contract.WAVES for version in questionnaire.versions(wave)]
AFTER = ("t1", questionnaire.newest_version("t1"))
ABILITIES = ("recognise", "map", "choose_position", "mediative_speech", "reach_the_middle", "call_a_colleague")

every_version = pytest.mark.parametrize(("wave", "version"), EVERY_VERSION)


def complaints(**answers):
    with pytest.raises(Invalid) as refused:
        questionnaire.checked(*AFTER, {"recommend": 8} | answers)
    return refused.value.fields


def newest(wave):
    return questionnaire.questions(wave, questionnaire.newest_version(wave))


# every wave, in every version


@every_version
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_there_in_every_language(wave, version, language):
    for question in questionnaire.questions(wave, version):
        texts = [question["label"], *(option["label"] for option in question["options"])]
        texts += [question[name] for name in ("hint", "low", "high") if question[name]]
        assert all(text[language].strip() for text in texts)


@every_version
def test_every_scale_has_worded_ends_and_every_choice_its_options(wave, version):
    for question in questionnaire.questions(wave, version):
        assert (question["kind"] == "scale") == bool(question["low"] and question["high"])
        assert (question["kind"] == "choices") == bool(question["options"])


@every_version
def test_a_question_shows_what_the_contract_says(wave, version):
    for question in questionnaire.questions(wave, version):
        shown = questionnaire.as_asked(question)
        assert set(shown) == set(contract.SurveyQuestion().fields)
        assert shown["part"] in contract.PARTS


@every_version
def test_codes_are_used_once(wave, version):
    codes = [question["code"] for question in questionnaire.questions(wave, version)]
    assert len(codes) == len(set(codes))


@every_version
def test_what_was_asked_is_never_changed(wave, version):
    """An answer stays comparable only if its question does. Other words: another item. Another choice: another version.

    A new version is noted in asked.json with the figures that fail here, once and for good: one for the whole
    languages, in which everything was asked from the beginning, and one for each language that came later.
    """
    kept = json.loads(ASKED.read_text(encoding="utf-8"))
    assert figures(wave, version) == {name: kept[name] for name in figures(wave, version)}


def figures(wave, version):
    """Name in asked.json -> checksum of what was asked in a language, or in several."""
    of_languages = {f"{wave}.{version}": WHOLE, **{f"{wave}.{version}.{code}": (code,) for code in PUBLIC}}
    wording = questionnaire.wording(wave, version)
    return {name: checksum(said_in(languages, wording)) for name, languages in of_languages.items()}


def said_in(languages, asked):
    """Without what is said in the others, at any depth."""
    if isinstance(asked, dict):
        left_out = {*LANGUAGES} - {*languages}
        return {name: said_in(languages, value) for name, value in asked.items() if name not in left_out}
    return [said_in(languages, value) for value in asked] if isinstance(asked, list) else asked


def checksum(asked):
    return sha256(json.dumps(asked, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def test_every_version_that_was_ever_noted_is_there_still():
    noted = set(json.loads(ASKED.read_text(encoding="utf-8")))
    assert noted == {name for wave, version in EVERY_VERSION for name in figures(wave, version)}


# what is compared from wave to wave


def test_what_one_can_do_is_asked_in_every_wave_in_the_same_words():
    for code in ABILITIES:
        asked = [question for wave in contract.WAVES for question in newest(wave) if question["code"] == code]
        assert len(asked) == len(contract.WAVES)
        assert all(each["label"] == asked[0]["label"] and each["low"] == asked[0]["low"] for each in asked)


def test_after_the_course_each_ability_is_also_asked_of_the_time_before_it():
    looking_back = {question["looks_back_on"]: question for question in newest("t1") if question["looks_back_on"]}
    assert tuple(looking_back) == ABILITIES
    assert {question["part"] for question in looking_back.values()} == {"looking_back"}


def test_what_was_done_at_work_is_asked_months_later_with_the_techniques():
    for wave in ("t3", "t6"):
        codes = [question["code"] for question in newest(wave)]
        assert {"used_at_work", "it_helped", "techniques_used"} <= set(codes)


def test_what_speaks_about_one_person_or_about_pressure_at_work_needs_ten_answers():
    sensitive = {question["code"] for wave in contract.WAVES for question in newest(wave) if question["sensitive"]}
    assert sensitive == {"trainer", "pressed_to_take_sides"}


# answers


def test_what_is_left_out_is_not_stored():
    given = {"recommend": "9", "map": None, "needs": [], "what_helped": "  ", "recognise": ""}
    assert questionnaire.checked(*AFTER, given) == {"recommend": 9}


def test_nought_is_an_answer():
    assert questionnaire.checked(*AFTER, {"recommend": 0}) == {"recommend": 0}


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"recommend": None}, {"recommend": ["required"]}),
        ({"recommend": 11}, {"recommend": ["too_large:10"]}),
        ({"map": -1}, {"map": ["too_small:0"]}),
        ({"map": "many"}, {"map": ["not_a_number"]}),
        ({"map": True}, {"map": ["not_a_number"]}),
        ({"map": [7]}, {"map": ["not_a_number"]}),
        ({"needs": ["training", "a holiday", "a raise"]}, {"needs": ["not_a_choice"]}),
        ({"needs": "training"}, {"needs": ["not_a_list"]}),
        ({"needs": ["training"] * 4}, {"needs": ["too_many:3"]}),
        ({"needs": [{"code": "training"}]}, {"needs": ["not_a_choice"]}),
        ({"what_helped": "x" * 2001}, {"what_helped": ["too_long:2000"]}),
        ({"what_helped": 3}, {"what_helped": ["not_a_text"]}),
        ({"my_name": "somebody"}, {"my_name": ["unknown_field"]}),
    ],
)
def test_what_does_not_fit_is_complained_about_at_its_question(answers, expected):
    assert complaints(**answers) == expected


@pytest.mark.parametrize("answers", [None, [], "recommend", 9])
def test_answers_are_an_object(answers):
    with pytest.raises(Invalid) as refused:
        questionnaire.checked(*AFTER, answers)
    assert refused.value.fields == {"answers": ["not_an_object"]}


def test_a_token_leads_to_its_survey_and_to_the_hash_that_is_kept():
    survey_id = uuid4()
    token, kept = tokens.new(survey_id)
    assert tokens.read(token) == (survey_id, kept)
    assert len(token) == 64
    assert token.replace("-", "").replace("_", "").isalnum()


@pytest.mark.parametrize("token", ["x", "ü" * 64, "A" * 60, "A" * 68, "====", "A" * 63])
def test_what_is_no_token_is_an_unknown_link(token):
    with pytest.raises(LinkUnknown):
        tokens.read(token)
