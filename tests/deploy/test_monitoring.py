"""What Prometheus and Grafana are told of a city: the files stand, and every alert fires when it should."""

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy import city
from deploy.local import promtool
from deploy.local.program import ROOT
from deploy.processes import PROCESSES
from tests import machine
from tests.deploy.queries import MONITORING, alerts, dashboard, panels

CITY: Mapping[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
OVERLAY: Mapping[str, Any] = yaml.safe_load((ROOT / "deploy/compose.monitoring.yml").read_text())
SERVICES: Mapping[str, Any] = OVERLAY["services"]
ALERTS = pytest.mark.parametrize("alert", alerts(), ids=lambda alert: alert["alert"])
RUNBOOK = ROOT / "deploy/runbook.md"
PAGE = ROOT / "docs/monitoring.md"
HARDENED = ("restart", "read_only", "cap_drop", "security_opt", "pids_limit", "logging")


@pytest.fixture(scope="module")
def check() -> Any:
    """Runs promtool; fails with what it says."""
    tool = promtool.find()
    if tool is None:
        machine.missing("promtool is not here: `python -m deploy.local.test_tools` fetches it.")

    def run(*arguments: str, folder: Path = MONITORING) -> None:
        done = subprocess.run((str(tool), *arguments), cwd=folder, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stdout + done.stderr

    return run


@pytest.fixture
def started(tmp_path: Path) -> Path:
    """Where Prometheus of Rotterdam would start: its container's command has run, up to the server itself."""
    server = tmp_path / "prometheus"
    server.write_text('#!/bin/sh\necho "$@"\n')
    server.chmod(0o755)
    shell, options, script = SERVICES["prometheus"]["entrypoint"]
    here = {"${CITY}": "rotterdam", "${EPOCH}": "3", "/etc/middleground": str(MONITORING), "/tmp": str(tmp_path)}
    script = re.sub("|".join(map(re.escape, here)), lambda place: here[place[0]], script)
    path = f"{tmp_path}:{os.environ['PATH']}"
    said = subprocess.run((shell, options, script), env={"PATH": path}, capture_output=True, text=True, timeout=60)
    assert f"--config.file={tmp_path}/prometheus.yml" in said.stdout, said.stderr
    return tmp_path


def test_prometheus_understands_what_it_is_told(check: Any, started: Path) -> None:
    check("check", "config", "prometheus.yml", folder=started)


def test_prometheus_asks_every_process_of_the_city_and_its_broker(started: Path) -> None:
    jobs = {job["job_name"]: job for job in yaml.safe_load((started / "prometheus.yml").read_text())["scrape_configs"]}
    targets = {name: job["static_configs"][0]["targets"] for name, job in jobs.items()}
    port = CITY["x-city"]["environment"]["HEALTH_PORT"]
    broker = ["rabbitmq:15692"]
    assert targets == {name: [f"{name}:{port}"] for name in PROCESSES} | {"rabbitmq": broker, "queues": broker}
    assert {job["static_configs"][0]["labels"]["city"] for job in jobs.values()} == {"rotterdam"}
    vhost = CITY["x-city"]["environment"]["AMQP_URL"].rpartition("/")[2]
    assert jobs["queues"]["params"]["vhost"] == [vhost.replace("${CITY}-${EPOCH}", "rotterdam-3")]


def test_the_alerts_fire_when_they_should_and_not_otherwise(check: Any) -> None:
    check("check", "rules", "alerts.yml")
    check("test", "rules", "alerts_test.yml")


def test_every_alert_is_shown_firing_and_not_firing() -> None:
    cases = yaml.safe_load((MONITORING / "alerts_test.yml").read_text())["tests"]
    tried = [(each["alertname"], bool(each["exp_alerts"])) for case in cases for each in case["alert_rule_test"]]
    assert set(tried) == {(alert["alert"], fires) for alert in alerts() for fires in (True, False)}


@ALERTS
def test_an_alert_says_in_a_sentence_each_what_is_wrong_and_what_that_means(alert: dict[str, Any]) -> None:
    notes = alert["annotations"]
    assert set(notes) == {"summary", "description", "runbook"}
    for name in ("summary", "description"):
        assert re.fullmatch(r"[^.]*[^.\s]\.", re.sub(r"\{\{.*?\}\}", "X", notes[name])), notes[name]
    assert alert["labels"]["severity"] in ("critical", "warning")
    assert "for" in alert, "what comes right by itself within a moment wakes nobody"


@ALERTS
def test_an_alert_leads_to_its_part_of_the_runbook(alert: dict[str, Any]) -> None:
    place, _, anchor = alert["annotations"]["runbook"].partition("#")
    assert place == str(RUNBOOK.relative_to(ROOT))
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", anchor)


@pytest.mark.skipif(not RUNBOOK.exists(), reason="there is no runbook yet")
def test_the_runbook_has_the_parts_to_which_alerts_lead() -> None:
    headings = re.findall(r"^#+ +(.*?) *$", RUNBOOK.read_text(), re.MULTILINE)
    anchors = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
    assert {alert["annotations"]["runbook"].partition("#")[2] for alert in alerts()} - anchors == set()


@ALERTS
def test_the_page_about_monitoring_lists_every_alert(alert: dict[str, Any]) -> None:
    runbook = alert["annotations"]["runbook"]
    summary = re.sub(r"\{\{ \$labels\.(\w+) \}\}", r"*\1*", alert["annotations"]["summary"])
    summary = re.sub(r"\{\{.*?\}\}", "…", summary)
    anchor = runbook.partition("#")[2]
    line = f"| {alert['alert']} | {alert['labels']['severity']} | {summary} | [{anchor}](../{runbook}) |"
    assert line in PAGE.read_text().splitlines()


def test_and_no_other() -> None:
    listed = re.findall(r"^\| (\w+) \| (?:critical|warning) \|", PAGE.read_text(), re.MULTILINE)
    assert listed == [alert["alert"] for alert in alerts()]


@pytest.mark.parametrize("name", SERVICES)
def test_what_watches_a_city_can_do_no_more_than_the_city_itself(name: str) -> None:
    service = SERVICES[name]
    hardened = CITY["x-hardened"]
    assert {key: service[key] for key in HARDENED} == {key: hardened[key] for key in HARDENED}
    assert service["mem_limit"]
    assert re.search(r":v?\d+\.\d+\.\d+$", service["image"])
    written = [volume for volume in service["volumes"] if not volume.endswith(":ro")]
    assert [volume.partition(":")[0] for volume in written] == [name]
    assert set(OVERLAY["volumes"]) == set(SERVICES)


@pytest.mark.parametrize("name", SERVICES)
def test_what_watches_a_city_is_seen_on_this_machine_alone(name: str) -> None:
    assert all(re.match(r"127\.0\.0\.1:\$\{\w+:-\d+\}:\d+$", port) for port in SERVICES[name]["ports"])
    networks = {**CITY["networks"], **OVERLAY["networks"]}
    closed = [network for network in SERVICES[name]["networks"] if (networks[network] or {}).get("internal")]
    assert closed == (["bus"] if name == "prometheus" else [])
    assert len(SERVICES[name]["networks"]) > len(closed), "a port can't be opened from a closed network alone"


def test_what_is_read_by_the_containers_is_where_they_look() -> None:
    for service in SERVICES.values():
        for volume in service["volumes"]:
            source, _, place = volume.removesuffix(":ro").partition(":")
            assert (ROOT / source).is_dir() if source.startswith("./") else place.startswith("/")
    provisioning = MONITORING / "grafana/provisioning"
    [provider] = yaml.safe_load((provisioning / "dashboards/middleground.yml").read_text())["providers"]
    mounted = dict(volume.split(":")[:2] for volume in SERVICES["grafana"]["volumes"])
    assert mounted["./deploy/monitoring/grafana"] == provider["options"]["path"]
    home = Path(SERVICES["grafana"]["environment"]["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"])
    assert (MONITORING / "grafana" / home.relative_to(provider["options"]["path"])).exists()
    [source] = yaml.safe_load((provisioning / "datasources/prometheus.yml").read_text())["datasources"]
    assert source["url"] == "http://prometheus:9090"


def test_the_password_of_grafana_is_made_with_the_city() -> None:
    secret = OVERLAY["secrets"]["grafana_password"]["file"]
    assert secret == "deploy/secrets/${CITY}/grafana_password"
    assert "grafana_password" in city.MADE
    given = SERVICES["grafana"]["environment"]["GF_SECURITY_ADMIN_PASSWORD__FILE"]
    assert given == "/run/secrets/grafana_password"
    assert SERVICES["grafana"]["secrets"] == ["grafana_password"]
    assert "secrets" not in SERVICES["prometheus"]


def test_the_dashboard_shows_one_city_from_one_source() -> None:
    variables = {variable["name"]: variable for variable in dashboard()["templating"]["list"]}
    assert variables["datasource"]["type"] == "datasource"
    assert variables["city"]["query"]["query"] == "label_values(middleground_build_info, city)"
    for panel in panels():
        assert panel["datasource"]["uid"] == "${datasource}"
        for target in panel["targets"]:
            selected = re.findall(r"\{([^}]*)\}", target["expr"])
            assert selected, target["expr"]
            assert all('city="$city"' in each for each in selected), target["expr"]


def test_prometheus_understands_what_the_dashboard_asks(check: Any, tmp_path: Path) -> None:
    asked = [target["expr"] for panel in panels() for target in panel["targets"]]
    filled_in = [each.replace("$city", "rotterdam").replace("$__rate_interval", "1m") for each in asked]
    rules = [{"record": f"asked:{number}", "expr": expression} for number, expression in enumerate(filled_in)]
    (tmp_path / "asked.yml").write_text(yaml.safe_dump({"groups": [{"name": "asked", "rules": rules}]}))
    check("check", "rules", "asked.yml", folder=tmp_path)


def test_the_dashboard_has_a_row_for_each_part() -> None:
    rows = [panel["title"] for panel in dashboard()["panels"] if panel["type"] == "row"]
    assert rows == ["Pages", "Messages", "Calls", "Mail", "RabbitMQ", "Processes"]


def test_panels_have_room_of_their_own() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in dashboard()["panels"]:
        place = panel["gridPos"]
        own = {(x + place["x"], y + place["y"]) for x in range(place["w"]) for y in range(place["h"])}
        assert not own & taken, panel["title"]
        assert place["x"] + place["w"] <= 24
        taken |= own
    assert len({panel["id"] for panel in dashboard()["panels"]}) == len(dashboard()["panels"])
