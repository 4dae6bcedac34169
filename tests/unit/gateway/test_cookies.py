import pytest

from services.gateway.app import create_app
from tests import machine


@pytest.mark.parametrize(
    ("public_url", "secure"), [("https://rotterdam.example", True), ("http://localhost:8001", False)]
)
def test_the_cookie_of_a_city_that_is_reached_by_https_never_goes_another_way(public_url: str, secure: bool):
    app = create_app(machine.city(postgres_url="postgresql://nowhere.invalid/", public_url=public_url))
    assert app.config["SESSION_COOKIE_SECURE"] is secure
    assert app.config["SESSION_COOKIE_HTTPONLY"]
    assert app.config["SESSION_COOKIE_SAMESITE"] == "Lax"
