"""What the API says of itself."""

from services.gateway.api import PREFIX
from services.gateway.app import create_app
from tests import machine


def test_it_is_described_in_english_whoever_asks_first_with_every_route() -> None:
    app = create_app(machine.city(postgres_url="postgresql://nowhere.invalid/"))
    answer = app.test_client().get(f"{PREFIX}/openapi.json", headers={"Accept-Language": "nl"})
    described = answer.get_json()["paths"]
    operations = [operation for path in described.values() for name, operation in path.items() if name != "parameters"]
    routes = [
        rule for rule in app.url_map.iter_rules() if str(rule.endpoint).startswith("api_") and "." in rule.endpoint
    ]
    assert len(operations) == len(routes) > 400
    assert described[f"{PREFIX}/programmes"]["post"]["summary"] == "Start a programme, as a draft"
