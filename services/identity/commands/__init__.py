from services.identity.commands import accounts, imports, people, roles, sessions

__all__ = ["accounts", "imports", "people", "roles", "sessions"]
