"""`middleground`, as its operator calls it, in this process: starting another takes longer than what is asked."""

import logging
import os
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from subprocess import CompletedProcess
from unittest.mock import patch

import structlog

from deploy.__main__ import cli

# What an operator has beside the settings of a city.
SHELL = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}


def middleground(*arguments: object, environment: Mapping[str, str], typed: str = "") -> CompletedProcess[str]:
    command, said, complained = [*map(str, arguments)], StringIO(), StringIO()
    logs, silenced = structlog.get_config(), logging.root.manager.disable
    code: object = 0
    try:
        with (
            patch.dict(os.environ, SHELL | dict(environment), clear=True),
            patch("sys.stdin", StringIO(typed)),
            redirect_stdout(said),
            redirect_stderr(complained),
        ):
            cli(command, prog_name="middleground")
    except SystemExit as ended:
        code = ended.code
    finally:
        structlog.configure(**logs)
        logging.disable(silenced)
    if isinstance(code, str):
        complained.write(f"{code}\n")
        code = 1
    return CompletedProcess(command, int(str(code or 0)), said.getvalue(), complained.getvalue())
