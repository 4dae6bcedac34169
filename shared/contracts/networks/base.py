"""What the parts of the contract share."""

from shared.contracts.base import contract
from shared.taxonomies import codes

SERVICE_NAME = "networks"
networks = contract(SERVICE_NAME)


def expertise() -> tuple[str, ...]:
    return codes("expertise")


def languages() -> tuple[str, ...]:
    return codes("languages")


def themes() -> tuple[str, ...]:
    return codes("themes")


def initiative_needs() -> tuple[str, ...]:
    return codes("initiative_needs")


def material_kinds() -> tuple[str, ...]:
    return codes("material_kinds")


def meeting_deliveries() -> tuple[str, ...]:
    return codes("deliveries")


def post_kinds() -> tuple[str, ...]:
    return codes("post_kinds")


def intervision_methods() -> tuple[str, ...]:
    return codes("intervision_methods")


def hiding_reasons() -> tuple[str, ...]:
    return codes("hiding_reasons")


def training_settings() -> tuple[str, ...]:
    return codes("training_settings")


def brings() -> tuple[str, ...]:
    return codes("brings")


def seeks() -> tuple[str, ...]:
    return codes("seeks")
