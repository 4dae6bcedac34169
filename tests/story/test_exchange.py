"""Three cities and what they tell each other: Rotterdam (Dutch, wide, with JavaScript) shares, Genk (English, narrow,
without) takes it over, Forssa is away for a day and reads it all when it is back.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from uuid import UUID

import pytest
from playwright.sync_api import Browser, expect

from deploy.admission import Admission
from deploy.broker import Broker
from shared.access import COORDINATOR, EDITOR
from shared.contracts import handbook
from shared.contracts.handbook import PARTS, REDACTION_CHECKS
from shared.messaging.exchange import Limits
from tests import machine
from tests.city import ALL_SERVICES, City, fresh_city, running_processes
from tests.deploy import exchanging
from tests.story.person import Person
from tests.story.setting import GENK, ROTTERDAM, Setting, Story, told_in
from tests.waiting import eventually

LIMITS = Limits(messages=4, bytes=2_000_000, days=30, connections=6, channels=20)
TITLE, AGAIN, OURS = "Vuurwerk in september", "Vuurwerk, al in augustus", "Our own fireworks"
LESSON = dict.fromkeys(PARTS["lesson"], "Vraag niet wie gelijk heeft, maar wat een goede avond is.")
CHECKS = list(REDACTION_CHECKS)
CONTEXT, ADAPTATION = "Een wijk met een plein en een school.", "Kijk eerst welke regels bij u gelden."
WHY_NOT = "Wij hebben dat geprobeerd. Het paste niet bij ons."


@pytest.fixture
def admission(rabbitmq: dict[str, str]) -> Iterator[Admission]:
    broker = Broker(rabbitmq["amqp"], rabbitmq["api"])
    admission = Admission(broker, machine.unique("exchange"), LIMITS)
    admission.apply()
    yield admission
    for member in admission.members():
        admission.dismiss(member.city)
    broker.delete_vhost(admission.vhost)


def admitted(admission: Admission, name: str) -> dict[str, str]:
    """Its settings."""
    own = machine.unique(name).replace("_", "-")
    return {"city": own, "exchange_url": exchanging.city(admission, own, admission.admit(own)).url}


def with_exchange(admission: Admission, setting: Setting) -> Setting:
    return replace(setting, settings=setting.settings | admitted(admission, str(setting)))


@contextmanager
def forssa_joins(postgres: str, rabbitmq: dict[str, str], admission: Admission) -> Iterator[City]:
    """With its handbook and nothing else."""
    own = {"city_name": "Forssa", "languages": ("fi", "en"), **admitted(admission, "forssa")}
    with (
        fresh_city(postgres, rabbitmq, **own) as settings,
        running_processes(settings, services=(*ALL_SERVICES, "handbook")) as city,
    ):
        yield city


@pytest.mark.timeout(400)
def test_a_lesson_goes_from_city_to_city(
    postgres: str, rabbitmq: dict[str, str], chromium: Browser, admission: Admission
) -> None:
    with (
        told_in(postgres, rabbitmq, chromium, with_exchange(admission, ROTTERDAM)) as rotterdam,
        told_in(postgres, rabbitmq, chromium, with_exchange(admission, GENK)) as genk,
    ):
        editor = rotterdam.comes_in("Eva Editor", EDITOR)
        official = rotterdam.comes_in("Carla Coördinator", COORDINATOR)
        reader = genk.comes_in("Gert Redacteur", EDITOR)
        chapter = eva_writes_a_lesson(editor)
        she_proposes_it_without_what_may_not_leave(editor, chapter)
        nothing_has_left(reader)
        carla_looks_at_it_and_approves(official)
        gert_finds_it_and_makes_it_his_citys_own(reader)
        eva_sees_what_became_of_it(editor, chapter)
        with forssa_joins(postgres, rabbitmq, admission) as forssa:
            a_city_that_is_new_gets_what_was_shared_before(forssa, rotterdam)
            forssa.services.stop()
            a_new_version_reaches_who_took_it(editor, official, reader, chapter)
            nobody_waits_for_the_city_that_is_away(rotterdam, editor, official, reader)
            everything_is_there_when_it_is_back_after_a_day(forssa, rotterdam)
        it_is_withdrawn_and_genk_keeps_its_own(editor, reader, chapter)
        anybody_reads_the_manual(genk)


def eva_writes_a_lesson(editor: Person) -> str:
    editor.open("/handbook/editing/new")
    editor.send(kind="lesson", source="session", title=TITLE, theme="social_change", language="nl")
    chapter = editor.path
    editor.send(**LESSON | {"effect": "| vraag | ja |\n|---|---|\n| Ging het beter? | 3 |"})
    publish(editor, chapter)
    return chapter


def publish(editor: Person, chapter: str, number: int = 1) -> None:
    editor.open(f"{chapter}/publish")
    editor.send(confirmed=CHECKS)
    editor.sees("Version %(number)s is published. Everybody can read it.", number=number)


def she_proposes_it_without_what_may_not_leave(editor: Person, chapter: str) -> None:
    editor.open(f"{chapter}/share")
    editor.sees("Something in it is not for other cities")
    editor.open(chapter)
    editor.send(effect="Het ging rustiger dan het jaar ervoor.")
    publish(editor, chapter, 2)
    propose(editor, chapter)


def propose(editor: Person, chapter: str) -> None:
    editor.open(f"{chapter}/share")
    editor.send(context_note=CONTEXT, adaptation_note=ADAPTATION)
    editor.sees("Proposed. It leaves the city when a coordinator has approved it.")


def nothing_has_left(reader: Person) -> None:
    reader.open("/handbook/offers")
    reader.sees_not(TITLE)


def carla_looks_at_it_and_approves(official: Person) -> None:
    official.open("/handbook/shares")
    official.go(official.main.locator("a[href$='/share']").first)
    official.sees(CONTEXT, LESSON["action"])
    official.press("/approval")
    official.sees("Approved. The other cities get it.")


def gert_finds_it_and_makes_it_his_citys_own(reader: Person) -> None:
    arrives(reader, TITLE)
    reader.go(reader.main.get_by_role("link", name=TITLE))
    reader.sees("Offer of %(city)s", CONTEXT, ADAPTATION, city="Rotterdam")
    reader.follow("/adaptation")
    reader.send()
    reader.sees("It is a draft of this city now. Change what has to be different here, then publish it.")
    own = reader.path
    reader.send(title=OURS, effect="It worked here, too.")
    publish(reader, own)
    reader.open(own.replace("/editing/", "/chapters/"))
    reader.sees(OURS, "Rotterdam")


def arrives(reader: Person, title: str) -> None:
    def is_there() -> bool:
        reader.open("/handbook/offers")
        return reader.main.get_by_role("link", name=title).count() > 0

    eventually(is_there, seconds=30, what=f"the offer of {title!r}")


def eva_sees_what_became_of_it(editor: Person, chapter: str) -> None:
    def is_told() -> bool:
        editor.open(f"{chapter}/share")
        return editor.row("Genk").count() > 0

    eventually(is_told, seconds=30, what="the outcome in Genk")
    expect(editor.row("Genk")).to_contain_text(editor.language.say("Adapted"))


def titles_in(forssa: City) -> set[str]:
    return {each["title"] for each in forssa.caller(handbook.manual).data["items"]}


def a_city_that_is_new_gets_what_was_shared_before(forssa: City, rotterdam: Story) -> None:
    _minutes_go_by_until({TITLE}, forssa, rotterdam.city)


def _minutes_go_by_until(titles: set[str], forssa: City, other: City) -> None:
    """A city tells again what it told at most every ten minutes, however many join."""

    def are_there() -> bool:
        other.sql(
            "UPDATE handbook.contacts SET shared_again_at = shared_again_at - interval '10 minutes',"
            " share_again_at = share_again_at - interval '10 minutes'"
        )
        return titles <= titles_in(forssa)

    eventually(are_there, seconds=40, what="Forssa to have everything")


def a_new_version_reaches_who_took_it(editor: Person, official: Person, reader: Person, chapter: str) -> None:
    editor.open(chapter)
    editor.send(title=AGAIN)
    publish(editor, chapter, 3)
    editor.open(f"{chapter}/share")
    propose(editor, chapter)
    carla_looks_at_it_and_approves(official)
    arrives(reader, AGAIN)
    reader.go(reader.main.get_by_role("link", name=AGAIN))
    reader.sees("%(city)s has changed it", AGAIN, city="Rotterdam")
    reader.press("/keeping")
    reader.sees("What stands in the handbook of this city stays as it is.")


def nobody_waits_for_the_city_that_is_away(story: Story, editor: Person, official: Person, reader: Person) -> None:
    """Its queue has room for four messages, and more than that are sent."""
    for number in range(5):
        editor.open("/handbook/editing/new")
        editor.send(kind="lesson", source="session", title=f"Les {number}", theme="identity", language="nl")
        chapter = editor.path
        editor.send(**LESSON)
        publish(editor, chapter)
        propose(editor, chapter)
        carla_looks_at_it_and_approves(official)
        arrives(reader, f"Les {number}")


def everything_is_there_when_it_is_back_after_a_day(forssa: City, rotterdam: Story) -> None:
    forssa.sql("UPDATE handbook.contacts SET in_touch_at = in_touch_at - interval '1 day'")
    forssa.services.start()
    _minutes_go_by_until({AGAIN, *(f"Les {number}" for number in range(5))}, forssa, rotterdam.city)
    assert TITLE not in titles_in(forssa)


def it_is_withdrawn_and_genk_keeps_its_own(editor: Person, reader: Person, chapter: str) -> None:
    editor.open(f"{chapter}/share")
    editor.follow("/withdrawal")
    editor.send(reason=WHY_NOT)
    editor.sees("Withdrawn. The other cities are told; what they made of it stays with them.")

    def is_told() -> bool:
        reader.open("/handbook/offers?state=withdrawn")
        return reader.main.get_by_role("link", name=AGAIN).count() > 0

    eventually(is_told, seconds=30, what="Genk to hear of it")
    reader.go(reader.main.get_by_role("link", name=AGAIN))
    reader.sees("%(city)s has withdrawn it", WHY_NOT, city="Rotterdam")
    reader.press("/keeping")


def anybody_reads_the_manual(genk: Story) -> None:
    """In Genk, without signing in; its own lesson stands in its handbook, and says where it comes from."""
    anybody = genk.somebody("anybody")
    anybody.open("/handbook/manual")
    anybody.sees("Les 4", "Rotterdam")
    anybody.sees_not(AGAIN)
    anybody.go(anybody.main.get_by_role("link", name="Les 4"))
    anybody.sees(CONTEXT, ADAPTATION, LESSON["action"])
    anybody.open("/handbook")
    anybody.go(anybody.main.get_by_role("link", name=OURS))
    anybody.sees("It worked here, too.", "Rotterdam")
    assert UUID(anybody.path.split("/")[3])
