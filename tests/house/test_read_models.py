"""A read model can be emptied and filled again, because its reactions feed it and nothing else does."""

from importlib import import_module
from inspect import isfunction
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy.orm import DeclarativeBase

from services import SERVICES, service_class
from shared.messaging import read_models
from shared.messaging.read_models import ReadModel
from tests.house.files import ours, read

READ_MODELS = [
    pytest.param(service_class(service), name, id=f"{service} {name}")
    for service in SERVICES
    for name in service_class(service).read_models  # type: ignore[attr-defined]
]


def test_there_are_these():
    assert [param.id for param in READ_MODELS] == [
        "municipalities dashboard",
        "trainings people",
        "networks colleagues",
    ]


@pytest.mark.parametrize(("service", "name"), READ_MODELS)
def test_each_reaction_of_its_module_is_subscribed(service: Any, name: str):
    model: ReadModel = service.read_models[name]
    subscribed = {reaction for _, reaction in read_models.subscribed(service) if model.is_fed_by(reaction)}
    assert subscribed == {value for key, value in own(model.reactions) if callable(value) and not key.startswith("_")}
    assert not any(isinstance(value, type) for value in subscribed)


@pytest.mark.parametrize(("service", "name"), READ_MODELS)
def test_it_is_emptied_of_all_that_its_reactions_write(service: Any, name: str):
    model: ReadModel = service.read_models[name]
    helpers = {import_module(value.__module__) for value in vars(model.reactions).values() if isfunction(value)}
    folder = model.reactions.__name__.rpartition(".")[0]
    writing = {model.reactions, *(each for each in helpers if each.__name__.startswith(folder))}
    written = {value for module in writing for value in vars(module).values() if is_table(value)}
    assert written == set(model.tables)


@pytest.mark.parametrize(("service", "name"), READ_MODELS)
def test_nothing_else_knows_its_tables_but_its_queries(service: Any, name: str):
    model: ReadModel = service.read_models[name]
    tables = import_module(model.tables[0].__module__)
    folder = model.reactions.__name__.rpartition(".")[0]
    others = [
        str(path)
        for path in ours()
        if path.parts[0] == "services" and path.suffix == ".py" and tables.__name__ in read(path)
        if not ".".join(path.with_suffix("").parts).startswith(folder)
    ]
    assert others == [f"{service.__module__.replace('.', '/')}.py"]  # which only names them


def own(module: ModuleType) -> list[tuple[str, Any]]:
    return [(key, value) for key, value in vars(module).items() if getattr(value, "__module__", "") == module.__name__]


def is_table(value: Any) -> bool:
    return isinstance(value, type) and issubclass(value, DeclarativeBase) and hasattr(value, "__table__")
