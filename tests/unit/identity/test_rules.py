from datetime import UTC, datetime, timedelta
from typing import ClassVar

import pytest

from services.identity.rules import (
    GIVES,
    may_change_where_mail_goes,
    may_give,
    organisation_key,
    the_last_visit_is_worth_noting,
    what_a_line_changes,
    what_is_wrong_with_a_password,
)
from shared import demo
from shared.access import ROLES

ADDRESS = "j.devries@veiligheid.example"


def wrong_with(password: str, *, address: str = ADDRESS, in_the_demo: bool = False) -> list[str]:
    return what_is_wrong_with_a_password(password, address, known=demo.PASSWORDS.values(), demo=in_the_demo)


class TestAPassword:
    def test_of_twelve_characters_is_long_enough(self):
        assert wrong_with("twelve chars") == []
        assert wrong_with("eleven char") == ["password_too_short:12"]

    def test_does_not_contain_the_part_of_the_address_before_the_at(self):
        assert wrong_with("My name is J.DeVries!") == ["password_contains_address"]

    def test_may_contain_an_address_of_one_or_two_letters(self):
        assert wrong_with("a rather long one", address="a@school.example") == []

    def test_gets_every_complaint_at_once(self):
        assert wrong_with("j.devries") == ["password_too_short:12", "password_contains_address"]

    @pytest.mark.parametrize("role", ROLES)
    def test_of_the_demonstration_is_good_there_and_nowhere_else(self, role):
        password = demo.PASSWORDS[role]
        assert wrong_with(password) == ["password_known"]
        assert wrong_with(password, address=f"{role}@rotterdam.example", in_the_demo=True) == []


class TestGivingRoles:
    @pytest.mark.parametrize("role", ROLES)
    def test_an_operator_gives_every_role(self, role):
        assert may_give({"operator"}, role)

    def test_a_coordinator_gives_the_roles_of_trainer_and_editor_only(self):
        assert [role for role in ROLES if may_give({"coordinator"}, role)] == ["trainer", "editor"]

    @pytest.mark.parametrize("giver", ["trainer", "expert", "service"])
    def test_nobody_else_gives_roles(self, giver):
        assert not any(may_give({giver}, role) for role in ROLES)

    def test_only_existing_roles_are_given(self):
        assert {role for given in GIVES.values() for role in given} == set(ROLES)


def test_only_an_operator_redirects_the_mail_of_coordinators_and_operators():
    assert may_change_where_mail_goes({"operator"}, {"operator", "trainer"})
    assert may_change_where_mail_goes({"coordinator"}, {"trainer", "expert"})
    assert may_change_where_mail_goes({"coordinator"}, set())
    assert not may_change_where_mail_goes({"coordinator"}, {"operator"})
    assert not may_change_where_mail_goes({"coordinator"}, {"trainer", "coordinator"})


def test_a_visit_is_noted_every_five_minutes_at_most():
    seen = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
    assert not the_last_visit_is_worth_noting(seen, seen + timedelta(minutes=4, seconds=59))
    assert the_last_visit_is_worth_noting(seen, seen + timedelta(minutes=5))


def test_two_spellings_of_an_organisation_are_one():
    assert organisation_key("Directie  Veiligheid ") == organisation_key("directie veiligheid")
    assert organisation_key("École Saint-Éloi") == organisation_key("ÉCOLE SAINT-ÉLOI")
    assert organisation_key(None) is None


class TestALineOfAFile:
    known: ClassVar = {
        "name": "Wijkagent",
        "language": "nl",
        "organisation": "Politie",
        "sector": "police",
        "level": None,
        "area_ids": [1, 2],
        "line_manager": None,
    }

    def test_that_says_the_same_changes_nothing(self):
        assert what_a_line_changes(self.known, dict(self.known)) == []

    def test_names_the_columns_that_it_changes(self):
        line = self.known | {"name": "Wijkagent Zuid", "level": "street"}
        assert what_a_line_changes(self.known, line) == ["name", "level"]

    def test_leaves_what_is_known_where_a_cell_is_empty(self):
        line = dict.fromkeys(self.known) | {"name": "Wijkagent", "area_ids": []}
        assert what_a_line_changes(self.known, line) == []

    def test_may_name_the_areas_in_any_order(self):
        assert what_a_line_changes(self.known, self.known | {"area_ids": [2, 1]}) == []
        assert what_a_line_changes(self.known, self.known | {"area_ids": [2]}) == ["area_ids"]

    def test_may_spell_the_organisation_otherwise(self):
        assert what_a_line_changes(self.known, self.known | {"organisation": "POLITIE"}) == []
