import pytest

from services.gateway.visitor import local_path


@pytest.mark.parametrize("target", ["/", "/people?q=Jan&page=2", "/network/join", "/programmes/1//name"])
def test_a_page_of_ours_is_come_back_to(target: str):
    assert local_path(target) == target


@pytest.mark.parametrize(
    "target",
    [
        None,
        "",
        "people",
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/\\elsewhere.example/",
        "\\\\elsewhere.example",
        "/\t/elsewhere.example/",
        "/\n/elsewhere.example/",
        "\t//elsewhere.example/",
        " //elsewhere.example/",
        "javascript:alert(1)",
        "/people\r\nSet-Cookie: a=b",
    ],
)
def test_nobody_is_sent_anywhere_else(target: str | None):
    assert local_path(target) is None
