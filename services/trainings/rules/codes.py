"""Codes that people copy from a board."""

import secrets

# No vowels, so that no word comes out by chance, and nothing that looks like something else.
CODE_ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ"
CODE_LENGTH = 8


def a_new_code() -> str:
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def as_shown(code: str) -> str:
    """In two blocks, which are easier to copy from a board."""
    half = CODE_LENGTH // 2
    return f"{code[:half]}-{code[half:]}"


def as_kept(typed: str) -> str:
    """What somebody typed, without blanks and dashes and in capitals."""
    return "".join(character for character in typed.upper() if character.isalnum())
