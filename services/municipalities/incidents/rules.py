"""An incident follows the protocol as it was when the incident was opened."""

from datetime import datetime, timedelta


def a_step_is_due(opened_at: datetime, minutes: int) -> datetime:
    return opened_at + timedelta(minutes=minutes)


def a_protocol_begins_only_once(steps: int) -> bool:
    """What the city has made of it is not mixed with where it began."""
    return steps == 0


def there_is_room_for_a_step(steps: int, most: int) -> bool:
    return steps < most
