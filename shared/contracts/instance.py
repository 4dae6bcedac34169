"""instance: what is known of this instance of a city: its version, its backups, what it stands on."""

from shared.access import OPERATOR
from shared.contracts import fields
from shared.contracts.base import Nothing, Schema, contract

SERVICE_NAME = "instance"
instance = contract(SERVICE_NAME)

DISKS = ("mail", "backups")
LATEST_BACKUPS = 10
MOST_BYTES = 10**18


class Restored(Schema):
    """`taken_at`: when the backup was made that the city was restored from."""

    epoch = fields.Number(min=1)
    restored_at = fields.Moment()
    taken_at = fields.Moment()


class Backup(Schema):
    """`size`: of its dump, in bytes. `checked_at`: when it was restored for a trial and found whole, or null."""

    file = fields.Text()
    taken_at = fields.Moment()
    checked_at = fields.Moment(allow_none=True)
    version = fields.Text()
    epoch = fields.Number(min=1)
    size = fields.Number(max=MOST_BYTES)


class Disk(Schema):
    """Where `what` is kept, in bytes."""

    what = fields.Choice(DISKS)
    free = fields.Number(max=MOST_BYTES)
    total = fields.Number(max=MOST_BYTES)


class Queue(Schema):
    """`messages`: ready to be taken. Both numbers are null when the broker has no such queue."""

    name = fields.Text()
    messages = fields.Number(max=10**12, allow_none=True)
    consumers = fields.Number(allow_none=True)


class Status(Schema):
    """`began_at`: when the city was made or last restored. `restored`: that time, null when it never was. `backups`:
    the latest first. `disks`: those that the process which answers can see."""

    version = fields.Text()
    epoch = fields.Number(min=1)
    began_at = fields.Moment(allow_none=True)
    restored = fields.Part(Restored, allow_none=True)
    backups = fields.Many(fields.Part(Backup), max=LATEST_BACKUPS)
    disks = fields.Many(fields.Part(Disk))
    queues = fields.Many(fields.Part(Queue))


status = instance.query("status", Nothing, Status, who=[OPERATOR])
