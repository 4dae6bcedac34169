"""Conflict or polarisation? A conflict has owners, a time and a place; polarisation is about groups and has none."""

from collections.abc import Mapping

Answers = Mapping[str, str]


def is_a_conflict(answers: Answers) -> bool:
    return answers["owners"] == "yes" and answers["time_and_place"] == "yes"


def is_polarisation(answers: Answers) -> bool:
    return answers["about_groups"] == "yes" or answers["taking_sides"] == "yes"


def outcome_of(answers: Answers) -> str:
    """Both are worked on apart: mediation with the owners, a strategy for what surrounds them."""
    conflict, polarisation = is_a_conflict(answers), is_polarisation(answers)
    if conflict and polarisation:
        return "both"
    return "mediation" if conflict else "strategy" if polarisation else "neither"


def reasons_for(answers: Answers) -> list[str]:
    """Why, in the order of the questions; then what to mind."""
    told = [
        f"{question}_{answers[question]}"
        for question in ("owners", "time_and_place", "about_groups", "taking_sides")
        if answers[question] != "unsure"
    ]
    minded = {
        "not_willing": is_a_conflict(answers) and answers["willing"] == "no",
        "kept_apart": outcome_of(answers) == "both",
        "safety_first": answers["safety"] == "yes",
        "find_out": "unsure" in answers.values(),
    }
    return [*told, *(code for code, holds in minded.items() if holds)]
