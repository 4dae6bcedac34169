from services.gateway.council_pages import what_looks_like_a_person


def test_names_of_the_programme_and_addresses_are_seen_in_a_text():
    found = what_looks_like_a_person(
        ["Since carla coordinator called us on 06 12 34 56 78, we write to a.b@city.example.", None],
        ["Carla Coordinator", "Tom Trainer"],
    )
    assert found == ["Carla Coordinator", "06 12 34 56 78", "a.b@city.example"]


def test_what_looks_like_a_name_is_told_once_beside_names_that_are_known():
    found = what_looks_like_a_person(
        ["Carla Coordinator called Jan de Vries."], ["Carla Coordinator"], ["carla coordinator", "Jan de Vries"]
    )
    assert found == ["Carla Coordinator", "Jan de Vries"]


def test_an_ordinary_text_with_years_and_numbers_is_no_person():
    assert what_looks_like_a_person(["In 2026 we met 120 people in 3 areas. Tomorrow again."], ["Tom"]) == []
