"""What goes wrong. A fault is a function that does it once, for a while, and says how often it truly happened.

@fault("the broker is killed", times=4, ours=True)
def broker_killed(city, chance): ...
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from random import Random

from tests.chaos.city import ChaosCity, Shape

Injection = Callable[[ChaosCity, Random], int]


@dataclass(frozen=True)
class Fault:
    """`inject` returns when it is over, with the number of times that it can be seen to have happened.

    `times`: how often it is injected, `pause` seconds apart; `lasting`: between the first and the last time it is never
    over. `prepare` runs before the processes start, `finish` after the load. `ours`: needs a broker and a database that
    nobody else uses; `small_disk`: a database on a disk that can be filled. `part_of`: a
    whole run has it within another one. `missing`: why it can't be had here, if so.
    """

    name: str
    says: str
    inject: Injection
    times: int
    pause: tuple[float, float]
    lasting: bool
    shape: Shape
    ours: bool
    small_disk: bool
    prepare: Callable[[ChaosCity], None]
    finish: Injection
    part_of: str | None
    missing: Callable[[], str | None]


FAULTS: dict[str, Fault] = {}


def fault(
    says: str,
    *,
    times: int,
    pause: tuple[float, float] = (0.3, 2.0),
    lasting: bool = False,
    replicas: int = 1,
    relays: int = 1,
    ways: bool = False,
    clocks: bool = False,
    ours: bool = False,
    small_disk: bool = False,
    prepare: Callable[[ChaosCity], None] = lambda city: None,
    finish: Injection = lambda city, chance: 0,
    part_of: str | None = None,
    missing: Callable[[], str | None] = lambda: None,
) -> Callable[[Injection], Injection]:
    def register(inject: Injection) -> Injection:
        FAULTS[inject.__name__] = Fault(
            name=inject.__name__,
            says=says,
            inject=inject,
            times=times,
            pause=pause,
            lasting=lasting,
            shape=Shape(replicas, relays, ways, clocks),
            ours=ours,
            small_disk=small_disk,
            prepare=prepare,
            finish=finish,
            part_of=part_of,
            missing=missing,
        )
        return inject

    return register


for module in sorted(each.name for each in iter_modules(__path__)):
    import_module(f"{__name__}.{module}")
