"""How a technique stands beside what people said after the course."""

from services.gateway import technique_outcomes
from services.gateway.app import create_app
from tests import machine

FOUND = {
    "technique": "reframing",
    "outcome": "growth",
    "with_it": {"units": 6, "n": 71, "n_is_exact": False, "mean": 2.4, "mean_is": "about"},
    "without_it": {"units": 1250, "n": 14_000, "n_is_exact": True, "mean": 1.0, "mean_is": "exact"},
}


def test_a_technique_says_both_means_what_is_about_so_and_of_how_many_each_is():
    app = create_app(machine.city(postgres_url="postgresql://nowhere.invalid/none"))
    with app.test_request_context(headers={"Accept-Language": "en"}):
        table = technique_outcomes.table([FOUND])
    assert table.rows == [
        [
            *("Reframing", "Grown, looking back, in points", "about 2.4", "1.0"),
            *("71 or more in 6 groups", "14,000 in 1,250 groups"),
        ]
    ]


def test_without_any_it_says_when_one_will_stand_there():
    app = create_app(machine.city(postgres_url="postgresql://nowhere.invalid/none"))
    with app.test_request_context():
        table = technique_outcomes.table([])
    assert (table.rows, len(table.notes)) == ([], 1)
