"""What the main pages cost at the size of a large city and at a hundred times that."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from math import inf
from pathlib import Path
from tempfile import TemporaryDirectory

from shared.access import COORDINATOR, EXPERT, OPERATOR, TRAINER
from tests.bench import filler
from tests.bench.figures import Measured, Target, percentile
from tests.bench.filler import Size
from tests.bench.place import Place
from tests.bench.sizes import Sizes
from tests.city import fresh_city, running_processes
from tests.gateway import visiting
from tests.gateway.statements import Statements
from tests.gateway.visiting import Visitor

TITLE = "Pages"

PAGES = [
    (COORDINATOR, "overview", "/"),
    (COORDINATOR, "programmes", "/programmes"),
    (COORDINATOR, "dashboard", "/programmes/{programme_id}"),
    (COORDINATOR, "people", "/people"),
    (COORDINATOR, "people, page 50", "/people?page=50"),
    (COORDINATOR, "people, a name that many have", "/people?q=kaya"),
    (COORDINATOR, "people, a name that nobody has", "/people?q=qwerty"),
    (COORDINATOR, "people, of a sector", "/people?sector=police"),
    (COORDINATOR, "a person", "/people/{person_id}"),
    (COORDINATOR, "groups", "/groups"),
    (COORDINATOR, "groups of a programme", "/programmes/{programme_id}/groups"),
    (COORDINATOR, "forming a group", "/programmes/{programme_id}/groups/new"),
    (COORDINATOR, "a group", "/groups/{group_id}"),
    (COORDINATOR, "sessions", "/sessions"),
    (COORDINATOR, "introductions of a programme", "/sessions?programme_id={programme_id}&kind=introduction"),
    (COORDINATOR, "an introduction", "/sessions/{introduction_id}"),
    (COORDINATOR, "its record", "/sessions/{introduction_id}/record"),
    (COORDINATOR, "inviting people", "/sessions/{planned_id}/invite"),
    (COORDINATOR, "surveys of a programme", "/programmes/{programme_id}/surveys"),
    (COORDINATOR, "results of a survey", "/surveys/{survey_id}"),
    (COORDINATOR, "members of the network", "/network/members"),
    (TRAINER, "overview", "/"),
    (TRAINER, "groups", "/groups"),
    (TRAINER, "a group", "/groups/{group_id}"),
    (TRAINER, "sessions", "/sessions"),
    (TRAINER, "a session's record", "/sessions/{session_id}/record"),
    (TRAINER, "surveys", "/surveys"),
    (EXPERT, "the network", "/network"),
    (EXPERT, "a post", "/network/posts/{post_id}"),
    (EXPERT, "members of the network", "/network/members"),
    (OPERATOR, "overview", "/"),
    (OPERATOR, "programmes", "/programmes"),
    (OPERATOR, "dashboard", "/programmes/{programme_id}"),
    (OPERATOR, "people", "/people"),
    (OPERATOR, "operation", "/operation"),
]

NO_ANSWER = "none"

MOST_STATEMENTS, MOST_MS, MOST_TIMES = 10, 100, 1.5
# A page that takes seconds is not opened as often as the others.
MOST_SECONDS = 20.0


@dataclass
class Filled:
    """A city full of data whose pages can be opened by each role."""

    people: dict[str, Visitor]
    places: dict[str, str]
    counts: dict[str, int]
    statements: dict[int, int] = field(default_factory=dict)
    seconds: dict[int, list[float]] = field(default_factory=dict)

    def open(self, number: int) -> bool:
        """Whether the page came. 503: a service did not answer in time; 500: its answer was longer than may be."""
        role, _, address = PAGES[number]
        path = address.format(**self.places)
        page = self.people[role].open(path)
        if page.status not in (200, 500, 503) or page.path != path.partition("?")[0]:
            raise RuntimeError(f"{role} {path}: {page.status} at {page.path}: {page.main[:300]}")
        return page.status == 200

    def take_time(self, number: int) -> None:
        taken = self.seconds.setdefault(number, [])
        if sum(taken) < MOST_SECONDS:
            begun = time.perf_counter()
            came = self.open(number)
            taken.append(time.perf_counter() - begun if came else inf)

    def ms(self, number: int, percent: float) -> float:
        return percentile(self.seconds[number], percent) * 1000


def measure(place: Place, sizes: Sizes, say: Callable[[str], None]) -> Measured:
    with ExitStack() as stack:
        cities = []
        for size in (Size(), Size(programmes=sizes.larger), Size(size=sizes.larger)):
            cities.append(stack.enter_context(_filled(place, size)))
            say(f"  filled: {_said(cities[-1])}")
        for visit in range(sizes.visits + 1):
            for number in range(len(PAGES)):
                for city in cities:
                    city.take_time(number)
            if visit == 0:  # what is done only once is over
                for city in cities:
                    city.seconds.clear()
        return _as_measured(*cities, sizes)


def _as_measured(usual: Filled, larger: Filled, one: Filled, sizes: Sizes) -> Measured:
    times = sizes.larger
    heading = ["Who", "Page", "Statements", "p50 ms", "p95 ms", f"p50 at {times}x", f"p95 at {times}x", "Ratio"]
    rows = [[*heading, "p50 in one programme", "Ratio"]]
    for number, (role, name, _) in enumerate(PAGES):
        most = max(city.statements[number] for city in (usual, larger, one))
        rows.append(
            [role, name, str(most)]
            + [_said_of(city.ms(number, percent)) for city in (usual, larger) for percent in (50, 95)]
            + [_said_of(_ratio(larger, usual, number), 2)]
            + [_said_of(one.ms(number, 50)), _said_of(_ratio(one, usual, number), 2)]
        )
    return Measured(
        how=f"By HTTP through gunicorn, one request at a time, page after page and city after city in turns,"
        f" {sizes.visits} times. Statements are those of all services together, the most of the three cities; without"
        f" BEGIN and COMMIT. {_said(usual)}; {times}x: {_said(larger)}; in one programme: {_said(one)}. The ratio is"
        " that of the medians. None: the service did not answer within its deadline, or with more than fits an answer.",
        table=rows,
        targets=[
            _most("statements of a page", [usual.statements, larger.statements, one.statements], MOST_STATEMENTS, ""),
            _most("p95 of a page", [_all(usual, 95)], MOST_MS, " ms"),
            _most(f"{times}x the data, in {times} programmes", [_ratios(larger, usual)], MOST_TIMES, " times"),
            _most(f"{times}x the data, in one programme", [_ratios(one, usual)], MOST_TIMES, " times"),
        ],
    )


def _said(city: Filled) -> str:
    return ", ".join(f"{count:,} {what if count > 1 else what[:-1]}" for what, count in city.counts.items())


def _said_of(figure: float, digits: int = 0) -> str:
    return NO_ANSWER if figure == inf else f"{figure:.{digits}f}"


def _ratio(larger: Filled, usual: Filled, number: int) -> float:
    return larger.ms(number, 50) / usual.ms(number, 50)


def _ratios(larger: Filled, usual: Filled) -> dict[int, float]:
    return {number: _ratio(larger, usual, number) for number in range(len(PAGES))}


def _all(city: Filled, percent: float) -> dict[int, float]:
    return {number: city.ms(number, percent) for number in range(len(PAGES))}


def _most(what: str, found: list[dict[int, float]] | list[dict[int, int]], most: float, unit: str) -> Target:
    values = [(value, number) for each in found for number, value in each.items()]
    worst, number = max(values)
    above = len({number for value, number in values if value > most})
    role, name, _ = PAGES[number]
    said = f"no page ({role}: {name})" if worst == inf else f"at most {worst:.3g}{unit} ({role}: {name})"
    return Target(
        what, f"{most:g}{unit}", said + (f"; {above} of {len(PAGES)} pages above" if above else ""), not above
    )


@contextmanager
def _filled(place: Place, size: Size) -> Iterator[Filled]:
    with ExitStack() as stack:
        settings = stack.enter_context(fresh_city(place.postgres, place.rabbitmq, log_level="WARNING"))
        written = Statements(Path(stack.enter_context(TemporaryDirectory())) / "statements.jsonl")
        with running_processes(settings, gateway=True, services=written.services) as city:
            roles = (COORDINATOR, TRAINER, EXPERT, OPERATOR)
            people = {role: visiting.sign_in(city, role, name=f"{role.capitalize()} Bench") for role in roles}
            ids = {role: people[role].id for role in (COORDINATOR, TRAINER, EXPERT)}
            filler.fill(settings.database_url, size, **ids)
            places = {name: str(id_) for name, id_ in filler.places(settings.database_url).items()}
            filled = Filled(people, places, filler.counts(settings.database_url))
            for number in range(len(PAGES)):
                filled.statements[number] = len(written.of(lambda number=number: filled.open(number)))
        # What writes statements down costs time, so that time is taken without it.
        stack.enter_context(running_processes(settings, gateway=True))
        yield filled
