from uuid import uuid4

import pytest

from services.handbook import errors
from services.handbook.commands import chapters as commands
from services.handbook.queries import chapters as queries
from services.handbook.queries import published
from services.handbook.tables import Edition
from shared.access import NOBODY
from shared.contracts import handbook as contract
from shared.contracts.handbook import ChapterPublished, ChapterWithdrawn
from shared.errors import ChangedMeanwhile, Invalid, NotFound
from tests.integration.handbook.conftest import THEORY


@pytest.fixture
def text(ask, editor):
    def read(chapter_id, language="nl"):
        return ask(contract.chapter_text, queries.chapter_text, editor, chapter_id=chapter_id, language=language)

    return read


@pytest.fixture
def write(ask, editor):
    def wrote(chapter_id, version, language="nl", **more):
        told = {"title": "Het midden", "parts": THEORY, "version": version, **more}
        ask(contract.write_text, commands.write_text, editor, chapter_id=chapter_id, language=language, **told)

    return wrote


@pytest.fixture
def translate(ask, editor):
    def started(chapter_id, language="en"):
        ask(contract.start_translation, commands.start_translation, editor, chapter_id=chapter_id, language=language)

    return started


@pytest.fixture
def read(ask):
    def readable(chapter_id, language="nl"):
        about = {"chapter_id": chapter_id, "language": language}
        return ask(contract.published_chapter, published.published_chapter, NOBODY, **about)

    return readable


@pytest.fixture
def contents(ask):
    def found(**wanted):
        return ask(contract.contents, published.contents, NOBODY, **wanted)

    return found


def test_a_draft_is_read_by_editors_alone(a_chapter, text, read, contents):
    chapter_id = a_chapter()
    draft = text(chapter_id)
    assert (draft["state"], draft["number"], draft["licence"]) == ("draft", None, "cc_by_4")
    assert draft["attribution"], "the city stands behind what names nobody else"
    with pytest.raises(NotFound):
        read(chapter_id)
    assert contents()["total"] == 0


def test_a_lesson_says_where_it_comes_from_and_a_theme_does_not(a_chapter, text):
    with pytest.raises(Invalid) as refused:
        a_chapter(kind="lesson")
    assert refused.value.fields == {"source": ["required"]}
    assert text(a_chapter(kind="lesson", source="intervision"))["source"] == "intervision"
    assert text(a_chapter(source="intervision"))["source"] is None


def test_a_chapter_has_the_parts_of_its_kind_and_no_others(a_chapter):
    with pytest.raises(Invalid) as refused:
        a_chapter(parts={"theory": "Iets.", "effect": "Iets."})
    assert refused.value.fields == {"parts.effect": ["unknown_field"]}


def test_publishing_lets_everybody_read_an_edition_and_announces_it(a_chapter, publish, read, announced):
    chapter_id = a_chapter()
    assert publish(chapter_id) == 1
    edition = read(chapter_id)
    assert (edition["number"], edition["title"], edition["parts"]) == (1, "Het midden", THEORY)
    assert len(edition["checksum"]) == 64
    assert announced(ChapterPublished) == [
        {
            "chapter_id": chapter_id,
            "kind": "theme",
            "theme": "identity",
            "language": "nl",
            "number": 1,
            "original": True,
        }
    ]


def test_a_text_is_published_whole_and_looked_through(a_chapter, publish):
    unfinished = a_chapter(parts={"theory": "Iets.", "expertise": None})
    with pytest.raises(errors.ChapterIncomplete) as refused:
        publish(unfinished)
    assert refused.value.details == {"missing": 3}
    with pytest.raises(errors.RedactionNotConfirmed):
        publish(a_chapter(), confirmed=["no_names"])


def test_what_was_published_stays_as_it_is_while_somebody_writes_on(tx, a_chapter, publish, write, text, read):
    chapter_id = a_chapter()
    publish(chapter_id)
    before = read(chapter_id)
    write(chapter_id, 1, title="Het stille midden")
    assert read(chapter_id) == before
    assert text(chapter_id)["changed"]
    assert publish(chapter_id, version=2, note="Andere titel") == 2
    assert read(chapter_id)["title"] == "Het stille midden"
    assert tx.get(Edition, (chapter_id, "nl", 1)).title == "Het midden"
    assert [(each["number"], each["note"]) for each in text(chapter_id)["editions"]] == [(2, "Andere titel"), (1, None)]


def test_nothing_is_published_twice(a_chapter, publish):
    chapter_id = a_chapter()
    publish(chapter_id)
    with pytest.raises(errors.NothingToPublish):
        publish(chapter_id)


def test_nobody_writes_over_what_somebody_else_wrote(a_chapter, write, publish):
    chapter_id = a_chapter()
    write(chapter_id, 1)
    with pytest.raises(ChangedMeanwhile):
        write(chapter_id, 1)
    with pytest.raises(ChangedMeanwhile):
        publish(chapter_id, version=1)


def test_what_is_withdrawn_is_read_no_more_and_can_come_back(ask, editor, a_chapter, publish, read, announced):
    chapter_id = a_chapter()
    about = {"chapter_id": chapter_id, "language": "nl"}
    with pytest.raises(errors.NotPublished):
        ask(contract.withdraw_text, commands.withdraw_text, editor, **about)
    publish(chapter_id)
    ask(contract.withdraw_text, commands.withdraw_text, editor, **about)
    with pytest.raises(NotFound):
        read(chapter_id)
    assert [event["number"] for event in announced(ChapterWithdrawn)] == [1]
    assert publish(chapter_id) == 2
    assert read(chapter_id)["number"] == 2


def test_a_translation_shows_the_original_and_that_it_moved_on(a_chapter, publish, translate, write, text, read):
    chapter_id = a_chapter()
    publish(chapter_id)
    translate(chapter_id)
    draft = text(chapter_id, "en")
    assert (draft["original"]["language"], draft["original"]["parts"], draft["behind"]) == ("nl", THEORY, False)
    assert draft["languages"] == ["nl", "en"]
    write(chapter_id, 1, "en", title="The middle")
    publish(chapter_id, "en", 2)
    write(chapter_id, 1, title="Het stille midden")
    publish(chapter_id, version=2)
    assert text(chapter_id, "en")["behind"]
    english = read(chapter_id, "en")
    assert (english["original_language"], english["behind"], english["languages"]) == ("nl", True, ["en", "nl"])
    write(chapter_id, 2, "en", title="The silent middle", follows=2)
    publish(chapter_id, "en", 3)
    assert not read(chapter_id, "en")["behind"]


def test_a_translation_follows_the_edition_that_it_was_made_from(a_chapter, publish, translate, write, text):
    chapter_id = a_chapter()
    publish(chapter_id)
    translate(chapter_id)
    write(chapter_id, 1, title="Het stille midden")
    publish(chapter_id, version=2)
    write(chapter_id, 1, "en", title="The middle", follows=1)
    english = text(chapter_id, "en")
    assert (english["follows"], english["original"]["number"], english["behind"]) == (1, 2, True)
    write(chapter_id, 2, "en")
    assert text(chapter_id, "en")["follows"] == 1, "who says nothing about it changes nothing"
    with pytest.raises(Invalid) as refused:
        write(chapter_id, 3, "en", follows=3)
    assert refused.value.fields == {"follows": ["too_large:2"]}
    with pytest.raises(Invalid):
        write(chapter_id, 2, follows=1)


def test_there_is_one_translation_into_a_language(a_chapter, translate):
    chapter_id = a_chapter()
    translate(chapter_id, "fi")
    for language in ("fi", "nl"):
        with pytest.raises(errors.TranslationExists):
            translate(chapter_id, language)


def test_two_editions_are_compared_part_by_part(ask, editor, a_chapter, publish, write):
    chapter_id = a_chapter()
    publish(chapter_id)
    write(chapter_id, 1, parts={**THEORY, "theory": "Wie zwijgt, wacht."})
    about = {"chapter_id": chapter_id, "language": "nl", "before": 1}
    with_draft = ask(contract.differences, queries.differences, editor, **about)
    publish(chapter_id, version=2)
    assert ask(contract.differences, queries.differences, editor, **about, after=2) == with_draft
    [part] = with_draft["parts"]
    assert part["part"] == "theory"
    assert [line["change"] for line in part["lines"]] == ["removed", "added"]
    with pytest.raises(NotFound):
        ask(contract.differences, queries.differences, editor, **about, after=9)


def test_editors_find_chapters_by_kind_theme_and_state(ask, editor, a_chapter, publish):
    theme, lesson = a_chapter(), a_chapter(kind="lesson", source="session", theme="prejudice")
    publish(lesson)

    def found(**wanted):
        return [each["id"] for each in ask(contract.chapters, queries.chapters, editor, **wanted)["items"]]

    assert set(found()) == {theme, lesson}
    assert found(kind="lesson") == [lesson]
    assert found(theme="identity") == [theme]
    assert found(state="published") == [lesson]


def test_a_theme_can_be_changed(ask, editor, a_chapter, text):
    chapter_id = a_chapter()
    ask(contract.change_theme, commands.change_theme, editor, chapter_id=chapter_id, theme="prejudice")
    assert text(chapter_id)["theme"] == "prejudice"
    with pytest.raises(NotFound):
        ask(contract.change_theme, commands.change_theme, editor, chapter_id=uuid4(), theme="prejudice")


def test_everybody_gets_each_chapter_once_in_the_language_that_they_like_best(
    a_chapter, publish, translate, write, contents
):
    both, dutch = a_chapter(), a_chapter(kind="lesson", source="session", title="Op het plein")
    publish(both)
    publish(dutch)
    translate(both)
    write(both, 1, "en", title="The middle")
    publish(both, "en", 2)

    def titles(**wanted):
        return [each["title"] for each in contents(**wanted)["items"]]

    assert titles(language="en") == ["The middle", "Op het plein"]
    assert titles(language="nl") == ["Het midden", "Op het plein"]
    assert titles(language="en", nothing_else=True) == ["The middle"]
    assert titles(kind="lesson") == ["Op het plein"]
    assert titles(q="silent") == []
    assert titles(q="plein") == ["Op het plein"]
    assert titles(q="100%") == []


@pytest.mark.parametrize(
    ("q", "finds"),
    [
        ("theory", False),
        ("field_experience", False),
        ("{", False),
        ('vroeg "waarom"', True),
        ("begon,\n zweeg", True),
        ("WIE ER BEGON, ZWEEG", True),
        ("en de rest\\", True),
        ("nu. En de", False),
    ],
)
def test_a_chapter_is_found_by_what_it_says_and_not_by_the_names_of_its_parts(a_chapter, publish, contents, q, finds):
    said = {"theory": 'Wie er begon,\nzweeg. Zij vroeg "waarom" nu.', "expertise": "En de rest\\ volgde."}
    publish(a_chapter(parts={**THEORY, **said}))
    assert contents(q=q)["total"] == finds


def test_the_whole_handbook_of_a_language_is_in_the_order_of_its_themes(ask, a_chapter, publish):
    for theme, kind in (("prejudice", "theme"), ("identity", "lesson"), ("identity", "theme")):
        publish(a_chapter(theme=theme, kind=kind, source="session"))
    found = ask(contract.whole_handbook, published.whole_handbook, NOBODY, language="nl")["chapters"]
    order = [("identity", "theme"), ("identity", "lesson"), ("prejudice", "theme")]
    assert [(each["theme"], each["kind"]) for each in found] == order


def test_a_text_comes_with_hints_and_a_hint_stops_nobody(a_chapter, publish, text):
    chapter_id = a_chapter(parts={**THEORY, "theory": "Toen kwam Jan Jansen binnen."})
    assert [(hint["kind"], hint["part"]) for hint in text(chapter_id)["hints"]] == [("maybe_a_name", "theory")]
    assert publish(chapter_id) == 1


def test_some_chapters_are_asked_for_by_their_ids(a_chapter, publish, contents):
    first, second, draft = a_chapter(), a_chapter(title="Later"), a_chapter()
    for chapter_id in (first, second):
        publish(chapter_id)
    assert [each["chapter_id"] for each in contents(chapter_ids=[first, draft])["items"]] == [first]
    assert contents(chapter_ids=[])["items"] == []
    assert contents()["items"][0]["origin_city"] is None
