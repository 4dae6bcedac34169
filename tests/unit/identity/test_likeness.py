from uuid import UUID

from services.identity.rules import Looks, address_key, how_alike_two_names_are, name_key, who_may_be_one_person

POLICE, SCHOOL = UUID(int=101), UUID(int=102)


def looks(number: int, name: str, email: str = "", organisation_id: UUID | None = None) -> Looks:
    return Looks(UUID(int=number), name, email or f"{number}@stad.example", organisation_id)


def reasons(*people: Looks, distinct=()) -> list[list[str]]:
    return [why for _one, _other, why in who_may_be_one_person(people, distinct)]


def test_a_name_is_the_same_whatever_its_case_accents_dots_and_order():
    assert name_key("Van der  Bérg, Jan") == name_key("jan van der berg")


def test_mail_to_a_tag_reaches_the_same_mailbox():
    assert (
        address_key("Amira+Zuid@Stad.example") == address_key("amira@stad.example") != address_key("amir@stad.example")
    )


def test_a_slip_of_the_pen_leaves_two_names_alike_and_two_names_are_not():
    assert how_alike_two_names_are("Marieke Jansen", "Marieke Janssen") > 0.7
    assert how_alike_two_names_are("Jan de Vries", "Jan de Vreis") >= 0.5
    assert how_alike_two_names_are("Ahmed Yilmaz", "Fatma Yilmaz") < 0.5


def test_a_similar_name_counts_among_colleagues_only():
    one, other = "Marieke Jansen", "Marieke Janssen"
    assert reasons(looks(1, one, organisation_id=POLICE), looks(2, other, organisation_id=POLICE)) == [["similar_name"]]
    assert reasons(looks(1, one, organisation_id=POLICE), looks(2, other, organisation_id=SCHOOL)) == []
    assert reasons(looks(1, one), looks(2, other)) == []


def test_what_speaks_loudest_comes_first():
    people = (
        looks(1, "Marieke Jansen", organisation_id=POLICE),
        looks(2, "Marieke Janssen", organisation_id=POLICE),
        looks(3, "Jan Bos", "jan@stad.example"),
        looks(4, "JAN BOS", "jan+1@stad.example"),
    )
    assert reasons(*people) == [["same_address", "same_name"], ["similar_name"]]


def test_who_are_two_people_are_not_suggested_again():
    one, other = looks(1, "Jan Bos"), looks(2, "Jan Bos")
    assert reasons(one, other) == [["same_name"]]
    assert reasons(one, other, distinct=[(other.id, one.id)]) == []
