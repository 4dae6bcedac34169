import pytest

from services.gateway import markdown


def test_headings_begin_below_those_of_the_page():
    assert markdown.html("# One\n\n#### Four") == "<h3>One</h3>\n<h6>Four</h6>\n"


def test_html_of_the_writer_is_shown_and_not_run():
    assert "<script" not in markdown.html("<script>alert(1)</script> and <b onclick='x'>b</b>")
    assert "&lt;script&gt;" in markdown.html("<script>alert(1)</script>")


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//x.example", "/x"]
)
def test_a_link_leads_to_the_web_alone(address: str):
    assert "<a" not in markdown.html(f"[read]({address})")


def test_a_link_to_the_web_says_nothing_of_us():
    made = markdown.html("[read](https://example.org/a)")
    assert 'href="https://example.org/a"' in made
    assert 'rel="nofollow noopener noreferrer ugc"' in made


def test_pictures_are_not_fetched_from_anywhere():
    assert "<img" not in markdown.html("![x](https://example.org/x.png)")


def test_lists_tables_and_quotations_are_understood():
    made = markdown.html("- a\n- b\n\n> said\n\n| a | b |\n|---|---|\n| 1 | 2 |")
    assert all(f"<{tag}>" in made for tag in ("ul", "li", "blockquote", "table", "td"))


def test_nothing_is_an_empty_text():
    assert markdown.html(None) == ""
