"""What participants write for themselves before the course: their own context, what they can do there and what not."""

from shared.access import COORDINATOR, PARTICIPANT, TRAINER
from shared.contracts import fields
from shared.contracts.base import Schema
from shared.contracts.trainings.base import OneGroup, trainings

REFLECTION_PARTS = ("context", "possible", "impossible", "practise")


class Reflection(Schema):
    context = fields.Text(max=2_000, load_default=None, allow_none=True)
    possible = fields.Text(max=2_000, load_default=None, allow_none=True)
    impossible = fields.Text(max=2_000, load_default=None, allow_none=True)
    practise = fields.Text(max=2_000, load_default=None, allow_none=True)


class SaveReflection(Reflection):
    """`version`: that of what the writer had before them, 0 when nothing was written yet."""

    group_id = fields.Id(required=True)
    version = fields.Number(required=True)


class ReflectionSaved(Schema):
    version = fields.Number()


class ShareReflection(Schema):
    group_id = fields.Id(required=True)
    shared = fields.YesNo(required=True)


class MyReflection(Reflection):
    """`shared`: the trainers of the group read it, with the name of who wrote it."""

    group_name = fields.Text()
    trainer_ids = fields.Many(fields.Id())
    shared = fields.YesNo()
    version = fields.Number()


class SharedReflection(Reflection):
    person_id = fields.Id()


class SharedReflections(Schema):
    reflections = fields.Many(fields.Part(SharedReflection))


my_reflection = trainings.query("my_reflection", OneGroup, MyReflection, who=[PARTICIPANT])
save_reflection = trainings.command("save_reflection", SaveReflection, ReflectionSaved, who=[PARTICIPANT])
share_reflection = trainings.command("share_reflection", ShareReflection, who=[PARTICIPANT])
# A coordinator who gives the group is one of its trainers; one who only runs the programme is refused.
shared_reflections = trainings.query("shared_reflections", OneGroup, SharedReflections, who=[COORDINATOR, TRAINER])
