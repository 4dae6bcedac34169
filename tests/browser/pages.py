"""Every page of the gateway, with who looks at it: what the tests visit and the screenshots show."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator, Page

from shared.access import COORDINATOR, EXPERT, OPERATOR, TRAINER
from tests.browser.filled import INVITED

Act = Callable[[Page], None]


@dataclass(frozen=True)
class Visit:
    """`path` has the names of `FilledCity.places` between braces. `act` is what a person does there before they look;
    it changes nothing that is stored, so that it can be done again."""

    name: str
    path: str
    role: str | None = None
    act: Act | None = None

    def __str__(self) -> str:
        return self.name

    @property
    def is_refused(self) -> bool:
        """What was done there is answered with an error summary."""
        return self.name.endswith(("-refused", "-conflict"))


def go(page: Page, button: Locator) -> None:
    """Clicks, and waits for the page that comes."""
    with page.expect_navigation():
        button.click()


def send(page: Page) -> None:
    """The page's own form, as it stands."""
    go(page, page.locator("main form[method=post] button[type=submit].govuk-button:not(.govuk-button--secondary)").last)


def sending(**typed: str) -> Act:
    """Fills in fields by their names, and sends the form."""

    def act(page: Page) -> None:
        for name, value in typed.items():
            page.locator(f"main [name='{name}']").fill(value)
        send(page)

    return act


def pick_somebody(page: Page) -> None:
    page.locator("main [name=person_id][type=radio]").first.check()
    send(page)


def upload_what_is_no_list(page: Page) -> None:
    page.locator("input[type=file]").set_input_files(
        {"name": "list.csv", "mimeType": "text/csv", "buffer": b"a;b\n1;2\n"}
    )
    send(page)


def see_the_plan_again(page: Page) -> None:
    day, month, year = (page.locator(f"[name=date-{part}]") for part in ("day", "month", "year"))
    day.fill("3"), month.fill("12"), year.fill("2030")
    page.locator("[name=start_time]").fill("9.30")
    page.locator("[name=place]").fill("Stadhuis")
    if page.locator("[name=title]").count():
        page.locator("[name=title]").fill("Hoe polarisatie werkt")
    send(page)


def answer(questions: int) -> Act:
    """The page after so many questions, all of them answered with what their form would carry along."""

    def act(page: Page) -> None:
        carried = {f"a-{code}": "8" for code in ("recommend", "recognise", "map", "choose_position")}
        fields = {**carried, "a-what_helped": "Oefenen.", "step": str(questions), "go": "next"}
        with page.expect_navigation():
            page.locator("main form").evaluate(FILL_AND_SUBMIT, fields)

    return act


FILL_AND_SUBMIT = """(form, fields) => {
  for (const [name, value] of Object.entries(fields)) {
    const field = document.createElement("input")
    form.append(Object.assign(field, { type: "hidden", name, value }))
  }
  form.submit()
}"""


def skip_a_question(page: Page) -> None:
    send(page)
    go(page, page.locator("main button[name=go][value=next]"))


def losing_a_race(**typed: str) -> Act:
    """As if somebody had saved first: the version that the form was opened with is not the latest any more."""

    def act(page: Page) -> None:
        page.locator("main input[name=version]").evaluate_all("all => all.forEach(one => one.value = 0)")
        sending(**typed)(page)

    return act


PAGES = (
    # site and accounts
    Visit("accessibility", "/accessibility"),
    Visit("privacy", "/privacy"),
    Visit("help", "/help"),
    Visit("api", "/api/v1/"),
    Visit("not-found", "/somewhere", COORDINATOR),
    Visit("forbidden", "/operation", TRAINER),
    Visit("sign-in", "/sign-in"),
    Visit("sign-in-refused", "/sign-in", act=sending(email="nobody@rotterdam.example", password="not the right one")),
    Visit("reset", "/reset"),
    Visit("reset-requested", "/reset", act=sending(email="nobody@rotterdam.example")),
    Visit("reset-link", "/reset/{reset}"),
    Visit("reset-refused", "/reset/{reset}", act=sending(password="short")),
    Visit("invitation-link", "/invitation/{invitation}"),
    Visit("link-not-valid", "/invitation/a-link-that-was-never-sent"),
    Visit("account", "/account", COORDINATOR),
    Visit("password", "/account/password", COORDINATOR),
    Visit("password-refused", "/account/password", COORDINATOR, sending(current="not this one", new="short")),
    # the first page of each role
    Visit("overview-coordinator", "/", COORDINATOR),
    Visit("overview-trainer", "/", TRAINER),
    Visit("overview-expert", "/", EXPERT),
    Visit("overview-operator", "/", OPERATOR),
    # programmes
    Visit("programmes", "/programmes", COORDINATOR),
    Visit("dashboard", "/programmes/{programme}", COORDINATOR),
    Visit("dashboard-operator", "/programmes/{programme}", OPERATOR),
    Visit("registration", "/programmes/{draft}/registration", COORDINATOR),
    Visit("name", "/programmes/{draft}/name", COORDINATOR),
    Visit("name-refused", "/programmes/{draft}/name", COORDINATOR, sending(**{"starts_on-day": "41"})),
    Visit("reason", "/programmes/{draft}/reason", COORDINATOR),
    Visit("areas", "/programmes/{draft}/areas", COORDINATOR),
    Visit("vision", "/programmes/{draft}/vision", COORDINATOR),
    Visit(
        "vision-conflict",
        "/programmes/{programme}/vision",
        COORDINATOR,
        losing_a_race(vision="Wie het oneens is blijft in gesprek."),
    ),
    Visit("policy-level", "/programmes/{programme}/policy-level", COORDINATOR),
    Visit("street-level", "/programmes/{programme}/street-level?q=wijkagent", COORDINATOR),
    Visit("street-level-of-draft", "/programmes/{draft}/street-level", COORDINATOR),
    Visit("coordinators", "/programmes/{programme}/coordinators", COORDINATOR),
    Visit("check-registration", "/programmes/{draft}/check", COORDINATOR),
    Visit("check-registration-complete", "/programmes/{complete_draft}/check", COORDINATOR),
    Visit("registered", "/programmes/{programme}/registered", COORDINATOR),
    Visit("settings", "/programmes/{programme}/settings", COORDINATOR),
    # people
    Visit("people", "/people", COORDINATOR),
    Visit("people-found", "/people?q=bloemhof", COORDINATOR),
    Visit("nobody-found", "/people?q=zzz", COORDINATOR),
    Visit("person", "/people/{person}", COORDINATOR),
    Visit("person-for-operator", "/people/{expert}", OPERATOR),
    Visit("removed-person", "/people/{removed}", COORDINATOR),
    Visit("new-person", "/people/new", COORDINATOR),
    Visit("new-person-refused", "/people/new", COORDINATOR, sending(name="", email="no address")),
    Visit("edit-person", "/people/{person}/edit", COORDINATOR),
    Visit("edit-person-conflict", "/people/{person}/edit", COORDINATOR, losing_a_race(organisation="Politie Zuid")),
    Visit("erase-person", "/people/{person}/erase", COORDINATOR),
    Visit("import", "/people/import", COORDINATOR),
    Visit("import-refused", "/people/import", COORDINATOR, upload_what_is_no_list),
    Visit("import-preview", "/people/import/{import}", COORDINATOR),
    Visit("import-done", "/people/import/{confirmed_import}", COORDINATOR),
    # introductions and sessions
    Visit("new-introduction", "/programmes/{programme}/introductions/new", COORDINATOR),
    Visit("new-introduction-refused", "/programmes/{programme}/introductions/new", COORDINATOR, send),
    Visit("new-introduction-check", "/programmes/{programme}/introductions/new", COORDINATOR, see_the_plan_again),
    Visit("invite", "/sessions/{planned_introduction}/invite", COORDINATOR),
    Visit("invite-refused", "/sessions/{planned_introduction}/invite?q=bloemhof", COORDINATOR, send),
    Visit("sessions", "/sessions", COORDINATOR),
    Visit("sessions-trainer", "/sessions?closed=yes", TRAINER),
    Visit("introduction", "/sessions/{introduction}", COORDINATOR),
    Visit("introduction-record", "/sessions/{introduction}/record", COORDINATOR),
    Visit("planned-introduction", "/sessions/{planned_introduction}", COORDINATOR),
    Visit("training-day", "/sessions/{training_day}", TRAINER),
    Visit("new-session", "/groups/{forming_group}/sessions/new?kind=deepening", COORDINATOR),
    Visit("planned", "/sessions/{planned_training_day}/planned", COORDINATOR),
    Visit("edit-session", "/sessions/{planned_training_day}/edit", COORDINATOR),
    Visit(
        "edit-session-conflict", "/sessions/{planned_training_day}/edit", COORDINATOR, losing_a_race(place="Stadhuis")
    ),
    Visit("cancel-session", "/sessions/{planned_training_day}/cancel", COORDINATOR),
    Visit("open-session", "/sessions/{planned_training_day}/open", COORDINATOR),
    Visit("open-session-refused", "/sessions/{planned_training_day}/open", COORDINATOR, send),
    Visit("record", "/sessions/{deepening}/record", TRAINER),
    Visit("record-conflict", "/sessions/{training_day}/record", TRAINER, losing_a_race(notes="De zaal was te klein.")),
    # groups
    Visit("groups", "/groups", COORDINATOR),
    Visit("groups-trainer", "/groups", TRAINER),
    Visit("groups-of-programme", "/programmes/{programme}/groups", COORDINATOR),
    Visit("new-group", "/programmes/{programme}/groups/new", COORDINATOR),
    Visit("group", "/groups/{running_group}", COORDINATOR),
    Visit("group-trainer", "/groups/{running_group}", TRAINER),
    Visit("group-without-trainer", "/groups/{forming_group}", COORDINATOR),
    Visit("edit-group", "/groups/{running_group}/edit", COORDINATOR),
    Visit(
        "edit-group-conflict", "/groups/{running_group}/edit", COORDINATOR, losing_a_race(name="Groep Hillesluis-Zuid")
    ),
    Visit("trainers", "/groups/{forming_group}/trainers", COORDINATOR),
    Visit("new-member", "/groups/{running_group}/members/new", COORDINATOR),
    Visit("new-member-found", "/groups/{running_group}/members/new?q=wijkagent", COORDINATOR),
    Visit("new-member-refused", "/groups/{running_group}/members/new", COORDINATOR, pick_somebody),
    Visit("withdraw", "/groups/{running_group}/members/{member}/withdraw", COORDINATOR),
    # questions
    Visit("question-code", "/ask"),
    Visit("question-code-refused", "/ask/BCDF-2345"),
    Visit("ask", "/ask/{code}"),
    Visit("asked", "/ask/{code}/thanks"),
    Visit("new-question", "/groups/{running_group}/questions/new", TRAINER),
    # feedback
    Visit("feedback", "/feedback/{feedback}"),
    Visit("feedback-scale", "/feedback/{feedback}", act=answer(0)),
    Visit("feedback-refused", "/feedback/{feedback}", act=skip_a_question),
    Visit("feedback-needs", "/feedback/{feedback}", act=answer(7)),
    Visit("feedback-comment", "/feedback/{feedback}", act=answer(8)),
    Visit("feedback-check", "/feedback/{feedback}", act=answer(10)),
    Visit("feedback-thanks", "/feedback/thanks"),
    Visit("feedback-link-not-valid", "/feedback/a-link-that-was-never-sent"),
    Visit("surveys", "/surveys", COORDINATOR),
    Visit("surveys-of-programme", "/programmes/{programme}/surveys", COORDINATOR),
    Visit("results", "/surveys/{results}", COORDINATOR),
    Visit("results-of-open-survey", "/surveys/{open_survey}", TRAINER),
    Visit("results-of-too-few", "/surveys/{closed_survey}", COORDINATOR),
    Visit("close-survey", "/surveys/{open_survey}/close", COORDINATOR),
    # the network
    Visit("network", "/network", EXPERT),
    Visit("network-of-coordinator", "/network", COORDINATOR),
    Visit("not-invited", "/network/join", COORDINATOR),
    Visit("network-of-a-stranger", "/network/posts/{post}", INVITED),
    Visit("join", "/network/join", INVITED),
    Visit("join-refused", "/network/join", INVITED, send),
    Visit("new-post", "/network/posts/new", EXPERT),
    Visit("new-advice-refused", "/network/posts/new?kind=advice", EXPERT, send),
    Visit("post", "/network/posts/{post}", EXPERT),
    Visit("members", "/network/members", EXPERT),
    Visit("expert", "/network/members/{expert}", EXPERT),
    Visit("profile", "/network/profile", EXPERT),
    Visit("leave-network", "/network/leave", EXPERT),
    # operation
    Visit("operation", "/operation", OPERATOR),
    Visit("operation-sent", "/operation?state=sent&page=2", OPERATOR),
    Visit("mail", "/operation/mails/{mail}", OPERATOR),
    Visit("messages", "/operation/messages/trainings", OPERATOR),
    Visit("messages-without-trouble", "/operation/messages/networks", OPERATOR),
    Visit("parked-messages", "/operation/messages/trainings/parked?{parked_group}", OPERATOR),
    Visit("parked-message", "/operation/messages/trainings/parked/{parked}", OPERATOR),
    Visit("unreadable-message", "/operation/messages/trainings/parked/{unreadable}", OPERATOR),
    Visit("no-parked-messages", "/operation/messages/trainings/parked?reason=gone", OPERATOR),
    Visit("discard-messages", "/operation/messages/trainings/discard?{parked_group}", OPERATOR),
)

# Addresses that show no page of their own.
NO_PAGES = {
    "static": "files of the look",
    "site.live": "health",
    "site.ready": "health",
    "accounts.choose_language": "leads back to the page that was shown",
    "sessions.calendar": "a calendar file",
    "imports.example": "a spreadsheet",
    "surveys.of_group": "leads to the survey of the group",
    "openapi": "for programs",
    "api_start": "leads to the description of the API",
}
