"""The third city of the demo has just begun, in Finnish: what it is filled with is what setting up gives."""

from deploy.demo_data.filling import Filling
from shared.access import COORDINATOR
from tests.city import running_city
from tests.gateway.visiting import Browser

FORSSA = {
    "city": "forssa",
    "city_name": "Forssa",
    "city_prefix": "",
    "country": "FI",
    "theme": "forssa",
    "time_zone": "Europe/Helsinki",
    "languages": ("fi", "en", "nl"),
}


def test_a_young_city_is_filled_in_its_own_language(postgres: str, rabbitmq: dict[str, str]) -> None:
    with running_city(postgres, rabbitmq, gateway=True, demo=True, log_level="WARNING", **FORSSA) as city:
        filling = Filling(city.settings, city.url)
        filling.run()
        Filling(city.settings, city.url).run()  # what broke off is repeated, and nothing comes twice
        coordinator = filling.as_role[COORDINATOR]
        setup = coordinator("GET", "/setup")
        assert {step["state"] for step in setup["steps"]} == {"done"}
        assert setup["areas"] == 8
        programme = coordinator("GET", f"/programmes/{setup['programme_id']}")
        assert (programme["name"], programme["example"]) == ("Forssa puhuu", "young_and_older")
        assert "aukio" in programme["vision"].casefold()
        sessions = coordinator("GET", "/sessions", programme_id=setup["programme_id"])["items"]
        assert sorted(session["kind"] for session in sessions) == ["introduction", "introduction", "training_day"]
        [group] = coordinator("GET", "/groups", programme_id=setup["programme_id"])["items"]
        assert group["state"] in ("forming", "planned")
        the_handbook_is_read_in_finnish(city.url)
        mails = filling.mails("introduction_invitation", 1)
        assert any("Hiljainen keskijoukko" in read["text"] for read in map(read_by(filling), mails))


def the_handbook_is_read_in_finnish(url: str) -> None:
    page = Browser(url, "fi").open("/handbook")
    assert "Hiljainen keskijoukko" in page.main
    assert '<html lang="fi"' in page.html


def read_by(filling: Filling):
    return lambda mail: filling.as_role["operator"]("GET", f"/mails/{mail['id']}")
