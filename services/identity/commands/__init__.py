from services.identity.commands import (
    accounts,
    applicants,
    bulk,
    grants,
    imports,
    links,
    merges,
    people,
    presence,
    roles,
    sessions,
)

__all__ = [
    "accounts",
    "applicants",
    "bulk",
    "grants",
    "imports",
    "links",
    "merges",
    "people",
    "presence",
    "roles",
    "sessions",
]
