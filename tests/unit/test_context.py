"""What caused a piece of work travels with it."""

import re

import pytest
import structlog

from shared import context

OUTSIDE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


def test_the_next_step_keeps_the_work_and_the_trace_and_is_a_span_of_its_own():
    begun = context.fresh("the-work", OUTSIDE)
    next_step = context.fresh(begun.correlation_id, begun.traceparent, "the-message")
    assert (next_step.correlation_id, next_step.causation_id) == ("the-work", "the-message")
    assert next_step.trace_id == begun.trace_id == "4bf92f3577b34da6a3ce929d0e0e4736"
    assert len({OUTSIDE, begun.traceparent, next_step.traceparent}) == 3


def test_whoever_asked_not_to_be_sampled_is_not():
    assert context.fresh(traceparent=OUTSIDE[:-2] + "00").traceparent.endswith("-00")


@pytest.mark.parametrize(
    "wrong", [None, "", "nonsense", OUTSIDE.upper(), "00-" + "0" * 32 + "-00f067aa0ba902b7-01", OUTSIDE + "\nmore"]
)
def test_a_traceparent_that_is_none_begins_a_trace(wrong: str | None):
    begun = context.fresh(traceparent=wrong).traceparent
    assert re.fullmatch(r"00-[0-9a-f]{32}-[0-9a-f]{16}-01", begun)
    assert "4bf92f3577b34da6a3ce929d0e0e4736" not in begun


def test_log_lines_carry_the_work_and_the_trace():
    work = context.fresh("the-work", OUTSIDE)
    with context.working_in(work, call="trainings.group"):
        logged = structlog.contextvars.get_contextvars()
    assert logged == {"correlation_id": "the-work", "trace_id": work.trace_id, "call": "trainings.group"}
    assert structlog.contextvars.get_contextvars() == {}
