from services.identity.queries import accounts, duplicates, grants, imports, links, people, sessions, texts

__all__ = ["accounts", "duplicates", "grants", "imports", "links", "people", "sessions", "texts"]
