from uuid import uuid4

import pytest

from services.feedback import questionnaire, tokens
from services.feedback.errors import LinkUnknown
from shared.contracts import feedback as contract
from shared.errors import Invalid

NEWEST = questionnaire.newest_version()


def complaints(**answers):
    with pytest.raises(Invalid) as refused:
        questionnaire.checked(NEWEST, {"recommend": 8} | answers)
    return refused.value.fields


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_text_is_there_in_every_language(language):
    for question in questionnaire.questions(NEWEST):
        texts = [question["label"], *(option["label"] for option in question["options"])]
        texts += [question[name] for name in ("hint", "low", "high") if question[name]]
        assert all(text[language].strip() for text in texts)


def test_every_scale_has_worded_ends():
    scales = [question for question in questionnaire.questions(NEWEST) if question["kind"] == "scale"]
    assert len(scales) == 7
    assert all(question["low"] and question["high"] for question in scales)


def test_a_question_shows_what_the_contract_says():
    for question in questionnaire.questions(NEWEST):
        assert set(questionnaire.as_asked(question)) == set(contract.SurveyQuestion().fields)


def test_codes_are_used_once():
    codes = [question["code"] for question in questionnaire.questions(NEWEST)]
    assert len(codes) == len(set(codes))


def test_what_is_left_out_is_not_stored():
    given = {"recommend": "9", "map": None, "needs": [], "what_helped": "  ", "recognise": ""}
    assert questionnaire.checked(NEWEST, given) == {"recommend": 9}


def test_nought_is_an_answer():
    assert questionnaire.checked(NEWEST, {"recommend": 0}) == {"recommend": 0}


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
        questionnaire.checked(NEWEST, answers)
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
