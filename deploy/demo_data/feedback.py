"""What the participants of the demonstration answer."""

from typing import TYPE_CHECKING, Any

from deploy.demo_data.api import Api
from shared.access import COORDINATOR

if TYPE_CHECKING:
    from deploy.demo_data.filling import Filling


def fill(filling: "Filling") -> None:
    """Answers by the links in the mails, then the coordinator closes the survey."""
    coordinator = filling.as_role[COORDINATOR]
    found = coordinator("GET", "/surveys", group_id=filling.ids["first_group"])["surveys"]
    [survey] = [each for each in found if each["wave"] == "t1"]
    if survey["state"] == "closed":
        return
    anybody = Api(filling.url, filling.city.city)
    links = [filling.link(mail) for mail in filling.mails("feedback_link", survey["invited"])]
    asked = [(token, _questions(anybody, token)) for token in (link.rsplit("/", 1)[1] for link in links)]
    after_the_course = [(token, each["questions"]) for token, each in asked if each["wave"] == survey["wave"]]
    people = len(filling.data["answers"]["recommend"])
    for number, (token, questions) in enumerate(after_the_course[:people]):
        given = {question["code"]: _answer(filling.data["answers"], question, number) for question in questions}
        given = {code: value for code, value in given.items() if value is not None}
        anybody("POST", "/feedback/answers", step=token, token=token, answers=given)
    coordinator("POST", f"/surveys/{survey['id']}/closing")


def _questions(anybody: Api, token: str) -> dict[str, Any]:
    return anybody("POST", "/feedback/questions", step=token, token=token)


def _answer(answers: dict[str, Any], question: dict[str, Any], number: int) -> Any:
    if question["kind"] == "choices":
        return answers["needs"][number] if question["code"] == "needs" else _some(question["options"], number)
    if question["kind"] == "text":
        return answers["comments"][number] if number < len(answers["comments"]) else None
    if question["code"] == "recommend":
        return answers["recommend"][number]
    if question["looks_back_on"]:
        return _near(answers["skills_before"][number], question["looks_back_on"], number)
    return _near(answers["skills"][number], question["code"], number)


def _near(points: int, code: str, number: int) -> int:
    """Not the same to every question, and the same again each time."""
    return min(10, max(0, points + (len(code) + number % 3) % 4 - 1))


def _some(options: list[dict[str, Any]], number: int) -> list[str]:
    """One or two of them, not the same for everybody."""
    return sorted({options[number % len(options)]["code"], options[number // 2 % len(options)]["code"]})
