"""Keeps programs running with supervisord: its configuration, and what to ask of it."""

import os
import shlex
import sys
import xmlrpc.client
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path
from typing import Any

from supervisor.xmlrpc import SupervisorTransport

from deploy.local.program import ROOT, CannotRunError, Program, running, socket_directory, wait_until, write_private

# A program that has ended this often while it is waited for will not come up by itself.
ATTEMPTS = 3

# A group is stopped as a whole before the next one, the last group first.
HEAD = """\
[supervisord]
nodaemon = true
logfile = {logs}/supervisord.log
logfile_maxbytes = 5MB
logfile_backups = 1
silent = true
pidfile = {run}/supervisord.pid
childlogdir = {logs}
directory = {root}
{user}
[unix_http_server]
file = {socket}
chmod = 0700

[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
"""

GROUP = """
[group:{name}]
programs = {programs}
priority = {priority}
"""

PROGRAM = """
[program:{name}]
command = {command}
environment = {environment}
autostart = false
autorestart = true
startsecs = 2
startretries = 30
stopsignal = {stop_signal}
stopwaitsecs = {stop_seconds}
stopasgroup = false
killasgroup = true
redirect_stderr = true
stdout_logfile = {log}
stdout_logfile_maxbytes = 5MB
stdout_logfile_backups = 1
"""


class Supervisor:
    def __init__(self, socket: Path):
        self._address = f"unix://{socket}"
        self._starts: dict[str, set[int]] = {}

    def answers(self) -> bool:
        try:
            return self._call("getState")["statename"] == "RUNNING"
        except (OSError, HTTPException, xmlrpc.client.Error):
            return False

    def start(self, group: str, program: Program) -> None:
        self._call("startProcess", f"{group}:{program.name}", False)

    def states(self) -> dict[str, dict[str, Any]]:
        return {process["name"]: process for process in self._call("getAllProcessInfo")}

    def gave_up(self, program: Program) -> bool:
        """Ended again and again since it was first asked after."""
        state = self.states()[program.name]
        starts = self._starts.setdefault(program.name, set())
        starts.add(state["start"])
        return len(starts) > ATTEMPTS or state["statename"] == "FATAL"

    def _call(self, method: str, *arguments: Any) -> Any:
        # One connection per call: after a failure, supervisor's own transport can not be used again.
        transport = SupervisorTransport(None, None, self._address)
        try:
            api = xmlrpc.client.ServerProxy("http://localhost", transport=transport)
            return getattr(api, f"supervisor.{method}")(*arguments)
        finally:
            transport.close()


@contextmanager
def supervised(run: Path, logs: Path, groups: Mapping[str, Sequence[Program]]) -> Iterator[Supervisor]:
    """supervisord with these programs, none of them started yet, for as long as the block."""
    run.mkdir(parents=True, exist_ok=True)
    socket = socket_directory(run) / "supervisor.sock"
    socket.parent.mkdir(mode=0o700, exist_ok=True)
    if socket.parent.stat().st_uid != os.geteuid():
        raise CannotRunError(f"{socket.parent} belongs to another user: please remove it and try again.")
    file = run / "supervisord.conf"
    write_private(file, configuration(run, logs, socket, groups))
    for program in (program for programs in groups.values() for program in programs):
        program.log.parent.mkdir(parents=True, exist_ok=True)
    log = logs / "supervisord.out"
    command = (sys.executable, "-m", "supervisor.supervisord", "--configuration", str(file))
    # It waits for every program to stop, and kills those that take too long itself.
    patience = 10 + sum(max((each.stop_seconds for each in programs), default=0) for programs in groups.values())
    with running(Program("supervisord", command, log, stop_seconds=patience)) as process:
        supervisor = Supervisor(socket)
        wait_until(supervisor.answers, 20, "supervisord", log, lambda: process.poll() is None)
        yield supervisor


def configuration(run: Path, logs: Path, socket: Path, groups: Mapping[str, Sequence[Program]]) -> str:
    # Without this line supervisord complains when root starts it.
    user = "user = root\n" if os.geteuid() == 0 else ""
    parts = [HEAD.format(run=run, logs=logs, root=ROOT, socket=socket, user=user)]
    filled = {name: programs for name, programs in groups.items() if programs}
    for priority, (name, programs) in enumerate(filled.items(), start=1):
        names = ",".join(program.name for program in programs)
        parts.append(GROUP.format(name=name, programs=names, priority=priority))
        parts.extend(_program(program) for program in programs)
    return "".join(parts)


def _program(program: Program) -> str:
    settings = ",".join(f"{name}={_quoted(value)}" for name, value in program.environment.items())
    return PROGRAM.format(
        name=program.name,
        command=shlex.join(program.command).replace("%", "%%"),
        environment=settings,
        stop_signal=program.stop_signal,
        stop_seconds=program.stop_seconds,
        log=program.log,
    )


def _quoted(value: str) -> str:
    # supervisord knows no escaping inside quotes, only two kinds of them.
    quote = "'" if '"' in value else '"'
    return f"{quote}{value}{quote}".replace("%", "%%")
