"""The board is searched by words, in whatever form the language of a text gives them."""

from uuid import uuid4

import pytest

pytestmark = pytest.mark.usefixtures("minutes_go_by")


@pytest.fixture
def found(posts_for, member):
    """The titles that are found."""
    return lambda q=None, **which: [each["title"] for each in posts_for(member, q=q, **which)["items"]]


@pytest.fixture
def board(write, answer, join):
    """In three languages; one of the posts has an answer."""
    posts = {
        "Gesprekken op het plein": ("nl", "Jongeren en bewoners liepen langs elkaar heen."),
        "A talk on the square": ("en", "Young people were walking past each other."),
        "Une conversation sur la place": ("fr", "Les jeunes et les voisins se parlaient."),
    }
    for title, (language, text) in posts.items():
        post_id = write(title=title, language=language, text=text, theme="identity" if language == "nl" else None)
        if language == "nl":
            answer(post_id, join(), "Begin bij de buurtvereniging.")


@pytest.mark.usefixtures("board")
@pytest.mark.parametrize(
    ("q", "titles"),
    [
        ("gesprek", ["Gesprekken op het plein"]),
        ("bewoner lopen", []),
        ("bewoner plein", ["Gesprekken op het plein"]),
        ("walk", ["A talk on the square"]),
        ("squares talking", ["A talk on the square"]),
        ("voisins", ["Une conversation sur la place"]),
        ("voisin", []),
        ("buurtverenigingen", ["Gesprekken op het plein"]),
        ("PLEIN", ["Gesprekken op het plein"]),
        ("gesprek -plein", []),
        ("the", []),
        ("nothing of the kind", []),
    ],
)
def test_words_are_found_in_titles_texts_and_answers(found, q, titles):
    assert found(q) == titles


@pytest.mark.usefixtures("board")
def test_words_and_filters_narrow_each_other(found):
    assert found("plein", theme="identity") == ["Gesprekken op het plein"]
    assert found("plein", theme="prejudice") == []
    assert found("plein", state="mine", kind="advice") == ["Gesprekken op het plein"]


@pytest.mark.usefixtures("board")
@pytest.mark.parametrize("q", ["'", '"open', "a & b | !", "🙂", "-", "():*"])
def test_whatever_is_typed_is_looked_for_and_never_a_fault(found, q):
    assert isinstance(found(q), list)


def test_posts_are_found_by_their_area(write, found):
    area_id = uuid4()
    write(title="Here", area_id=area_id), write(title="Anywhere")
    assert found(area_id=area_id) == ["Here"]


def test_others_like_it_stand_with_a_post_those_on_its_theme_first(write, post_for, member):
    other_theme = write(title="Vuurwerk in de wijk", theme="exclusion")
    same_theme = write(title="Afspraken over vuurwerk", theme="identity")
    write(title="Iets heel anders", theme="identity", text="Niets daarvan.")
    post_id = write(title="Vuurwerk", theme="identity")
    assert [each["id"] for each in post_for(member, post_id)["related"]] == [same_theme, other_theme]
