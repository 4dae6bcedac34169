from services.identity.queries import accounts, imports, people, sessions

__all__ = ["accounts", "imports", "people", "sessions"]
