"""The experts of the demonstration, and what they write to each other."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from deploy.demo_data import initiatives, intervisions, meetings, provider
from deploy.demo_data.api import Api
from shared.access import COORDINATOR, EXPERT

if TYPE_CHECKING:
    from deploy.demo_data.filling import Filling


def fill(filling: "Filling") -> None:
    expert = filling.as_role[EXPERT]
    if not expert("GET", "/network/invitation")["member"]:
        filling.mails("network_invitation", 15)
        expert("PUT", "/network/membership", agreed=True, **_profile(filling, 0))
    provider.fill(filling)
    members, person_ids = [expert], [filling.ids[EXPERT]]
    invitations = [m for m in filling.mails("network_invitation", 15) if m["person_id"] != filling.ids[EXPERT]]
    for number, mail in enumerate(invitations[:5], 1):
        member = Api(filling.url, filling.city.city)
        token = urlsplit(filling.link(mail)).path.rsplit("/", 1)[1]
        member.accept(token, f"een expert in {filling.city.city_name} {number}")
        member("PUT", "/network/membership", agreed=True, step=mail["id"], **_profile(filling, number))
        members.append(member)
        person_ids.append(mail["person_id"])
    _train_onward(filling, members, person_ids)
    _buddies(members)
    for number, post in enumerate(filling.data["posts"]):
        _write(members, number, post)
    initiatives.fill(filling, members)
    intervisions.fill(filling, members)
    meetings.fill(filling, members)


def _write(members: list[Api], number: int, post: dict[str, Any]) -> None:
    """With what others answered, which answer helped, and how somebody used it."""
    author, next_one = members[number], members[(number + 1) % len(members)]
    content = {name: value for name, value in post.items() if name not in ("answers", "helped", "used")}
    address = f"/network/posts/{author('POST', '/network/posts', step=post['title'], **content)['id']}"
    given = []
    for count, answer in enumerate(post["answers"], 1):
        by = members[(number + count) % len(members)]
        given.append(by("POST", f"{address}/answers", step=answer, text=answer)["id"])
    if "helped" in post:
        author("PUT", f"{address}/accepted", answer_id=given[post["helped"]])
    if "used" in post:
        next_one("PUT", f"{address}/use", how=post["used"])


def _train_onward(filling: "Filling", members: list[Api], person_ids: list[str]) -> None:
    """The first trained two others, who agree to be named, and one of these went on; one still has to answer."""
    trainings: tuple[tuple[int, tuple[int, ...], int, dict[str, Any]], ...] = (
        (0, (1, 2), 40, {"setting": "communal", "people": 14}),
        (1, (3,), 25, {"setting": "regional", "people": 22}),
        (2, (0,), 10, {"setting": "national", "people": 40}),
    )
    for number, trainees, days, training in trainings:
        by = members[number]
        if by("GET", "/network/trainings")["given"]:
            continue
        held_on = (filling.today - timedelta(days=days)).isoformat()
        path = f"/network/trainings/{by('POST', '/network/trainings', held_on=held_on, **training)['id']}"
        for trainee in trainees:
            by("PUT", f"{path}/trainees/{person_ids[trainee]}")
            if trainee != 0:
                members[trainee]("PUT", f"{path}/answer", agrees=True)


def _buddies(members: list[Api]) -> None:
    """The first is buddy of the second, and could be of the third."""
    if len(members) < 3 or members[0]("GET", "/network/buddies")["pairs"]:
        return
    guide, second, third = members[:3]
    guide("PUT", "/network/buddies/search", role="guide")
    second("PUT", "/network/buddies/search", role="newcomer")
    [pair] = second("GET", "/network/buddies")["pairs"]
    for each in (guide, second):
        each("PUT", f"/network/buddies/{pair['id']}/answer", agrees=True)
    third("PUT", "/network/buddies/search", role="newcomer")


def _profile(filling: "Filling", number: int) -> dict[str, Any]:
    areas = filling.as_role[COORDINATOR]("GET", "/areas")["areas"]
    return filling.data["experts"][number] | {"area_ids": [areas[number % len(areas)]["id"]]}
