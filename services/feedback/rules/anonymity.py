"""How many people it takes before anything is shown, and what the words for it mean."""

FEWEST_ANSWERS = 5
FEWEST_SENSITIVE = 10
HIGHEST = 10


def fewest(sensitive: bool) -> int:
    """Nothing is shown of fewer people than this, whatever they have in common."""
    return FEWEST_SENSITIVE if sensitive else FEWEST_ANSWERS


def there_are_enough(answers: int) -> bool:
    return answers >= FEWEST_ANSWERS
