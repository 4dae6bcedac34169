"""Every page of the gateway, with who looks at it: what the tests visit and the screenshots show."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator, Page

from shared.access import COORDINATOR, EDITOR, EXPERT, MEDIATOR, OPERATOR, PARTICIPANT, SUPPORT, TRAINER
from tests.browser.filled import INVITED
from tests.browser.mediations import unlocked
from tests.browser.newcomers import BEGINNER, DRAFTER, HOST, PLANNER

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


def saving_without_a_title(page: Page) -> None:
    """Of a page with several forms."""
    page.locator("main [name=title]").fill("")
    go(page, page.locator("main .govuk-button:not(.govuk-button--secondary)[type=submit]").first)


def compare_a_name(page: Page) -> None:
    page.locator("main [name=name]").fill("Iemand Anders")
    go(page, page.locator("main form[method=post] button").last)


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


def need_an_interpreter(page: Page) -> None:
    page.locator("[name=interpreter][value=needed]").check()
    send(page)


def observe_nobody(page: Page) -> None:
    page.locator("[name=roles-0-role]").select_option("observer")
    send(page)


def check_a_note(page: Page) -> None:
    page.locator("[name=requirement]").first.check()
    for part, value in (("day", "3"), ("month", "2"), ("year", "2026")):
        page.locator(f"[name=on-{part}]").fill(value)
    page.locator("[name=person_ids]").first.check()
    page.locator("[name=person_ids]").nth(1).check()
    go(page, page.locator("main button[name=is_complete]"))


def choose_nobody(page: Page) -> None:
    for box in page.locator("main [name=person_ids]").all():
        box.uncheck()
    send(page)


def answer(questions: int) -> Act:
    """The page after so many questions, all of them answered with what their form would carry along."""

    def act(page: Page) -> None:
        carried = {f"a-{code}": "8" for code in ("recommend", "recognise", "map", "choose_position")}
        fields = {**carried, "a-what_helped": "Oefenen.", "step": str(questions), "go": "next"}
        with page.expect_navigation():
            page.locator("main form").evaluate(FILL_AND_SUBMIT, fields)

    return act


def come_back(page: Page) -> None:
    """To the first page, having answered a question."""
    address = page.url
    answer(1)(page)
    page.goto(address)


def unlocked_and_sent(page: Page) -> None:
    unlocked(page)
    send(page)


def refer_without_consent(page: Page) -> None:
    page.locator("[name=referred_from]").select_option("police")
    send(page)


FILL_AND_SUBMIT = """(form, fields) => {
  for (const [name, value] of Object.entries(fields)) {
    const field = document.createElement("input")
    form.append(Object.assign(field, { type: "hidden", name, value }))
  }
  form.submit()
}"""


def skip_a_question(page: Page) -> None:
    """The first one, whether or not somebody began before."""
    go(page, page.locator("main form button[name=go]").last)
    go(page, page.locator("main button[name=go][value=next]"))


def look_for_a_line_manager(page: Page) -> None:
    page.locator("[name=manager_q]").fill("veiligheid")
    go(page, page.locator("button[name=search]"))


def put_together(page: Page) -> None:
    """Everybody into the first group, which has not so many places."""
    for choice in page.locator("main select[name^=to-]").all():
        choice.select_option("1")
    go(page, page.locator("button.govuk-button[name=show]"))


def with_the_first_two(action: str) -> Act:
    """Of a list with checkboxes: chosen, with what should happen to them."""

    def act(page: Page) -> None:
        for checkbox in page.locator("main [name=person_ids]").all()[:2]:
            checkbox.check()
        page.locator("main select[name=action]").select_option(action)
        go(page, page.locator("main form[action='/people/bulk'] button[type=submit]").first)

    return act


def losing_a_race(**typed: str) -> Act:
    """As if somebody had saved first: the version that the form was opened with is not the latest any more."""

    def act(page: Page) -> None:
        page.locator("main").locator("input[name=version], input[name=number]").evaluate_all(
            "all => all.forEach(one => one.value = 0)"
        )
        sending(**typed)(page)

    return act


def ticking_another_version(page: Page) -> None:
    """As if the other city had sent one while the editor was reading."""
    page.locator("main input[name=version]").evaluate("one => one.value = 9")
    for box in page.locator("main [name=confirmed]").all():
        box.check()
    send(page)


def comment_nothing(page: Page) -> None:
    go(page, page.locator("main form:not([action]) button[type=submit]").last)


def take_the_same_column_twice(page: Page) -> None:
    page.locator("main [name=columns]").nth(0).select_option("completed")
    page.locator("main [name=columns]").nth(1).select_option("completed")
    go(page, page.locator("main form[action^='/past-imports'] button[type=submit]").first)


def hide_without_a_reason(page: Page) -> None:
    go(page, page.locator("main form[method=post] button.govuk-button--warning"))


def put_all_on_one_tile(page: Page) -> None:
    for select in page.locator("main select").all()[:4]:
        select.select_option("1")
    send(page)


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
    # setting up
    Visit("overview-beginner", "/", BEGINNER),
    Visit("setup", "/setup", BEGINNER),
    Visit("setup-done", "/setup", COORDINATOR),
    Visit("setup-areas", "/setup/areas", BEGINNER),
    Visit("setup-areas-refused", "/setup/areas", BEGINNER, send),
    Visit("setup-people", "/setup/people", BEGINNER),
    Visit("setup-people-refused", "/setup/people", BEGINNER, sending(people="Wijkagent Centrum;wijkagent")),
    Visit("setup-start", "/setup/programme", BEGINNER),
    Visit("setup-draft", "/setup/programme", DRAFTER),
    Visit("setup-introduction", "/setup/introduction", PLANNER),
    Visit("setup-reading", "/setup/reading", HOST),
    Visit("setup-invitations", "/setup/invitations", HOST),
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
    # the strategy, and the page for the council
    Visit("strategies", "/strategies", COORDINATOR),
    Visit("strategies-none", "/strategies", SUPPORT),
    Visit("strategy", "/programmes/{programme}/strategy", COORDINATOR),
    Visit("strategy-co-writer", "/programmes/{programme}/strategy", EXPERT),
    Visit("strategy-operator", "/programmes/{programme}/strategy", OPERATOR),
    Visit("strategy-section", "/programmes/{programme}/strategy/sections/middle", COORDINATOR),
    Visit("strategy-section-refused", "/programmes/{programme}/strategy/sections/middle", COORDINATOR, comment_nothing),
    Visit("strategy-section-empty", "/programmes/{programme}/strategy/sections/pitfalls", COORDINATOR),
    Visit("strategy-write", "/programmes/{programme}/strategy/sections/middle/write", COORDINATOR),
    Visit(
        "strategy-write-conflict",
        "/programmes/{programme}/strategy/sections/middle/write",
        COORDINATOR,
        losing_a_race(text="De meeste bewoners kiezen geen kant."),
    ),
    Visit("strategy-versions", "/programmes/{programme}/strategy/sections/middle/differences", COORDINATOR),
    Visit("strategy-action-new", "/programmes/{programme}/strategy/actions/new", COORDINATOR),
    Visit("strategy-action-new-refused", "/programmes/{programme}/strategy/actions/new", COORDINATOR, send),
    Visit("strategy-action", "/programmes/{programme}/strategy/actions/{strategy_action}", COORDINATOR),
    Visit("strategy-review", "/programmes/{programme}/strategy/review", COORDINATOR),
    Visit(
        "strategy-review-refused",
        "/programmes/{programme}/strategy/review",
        COORDINATOR,
        sending(**{"review_on-day": "41"}),
    ),
    Visit("strategy-sources", "/programmes/{programme}/strategy/sources", COORDINATOR),
    Visit("strategy-writers", "/programmes/{programme}/strategy/writers?q=wijkagent", COORDINATOR),
    Visit("strategy-adoption", "/programmes/{programme}/strategy/adoption", COORDINATOR),
    Visit("strategy-adopted", "/programmes/{programme}/strategy/adopted/1", COORDINATOR),
    Visit("strategy-compared", "/programmes/{programme}/strategy/adopted/1/differences", COORDINATOR),
    Visit("council-page", "/programmes/{programme}/council-page", COORDINATOR),
    Visit("council-preview", "/programmes/{programme}/council-page/preview", COORDINATOR),
    Visit("council", "/council/{council}"),
    Visit("council-pages", "/council"),
    Visit("strategy-section-with-map", "/programmes/{programme}/strategy/sections/map", COORDINATOR),
    # people
    Visit("people", "/people", COORDINATOR),
    Visit("people-found", "/people?q=bloemhof", COORDINATOR),
    Visit("nobody-found", "/people?q=zzz", COORDINATOR),
    Visit("person", "/people/{person}", COORDINATOR),
    Visit("person-for-operator", "/people/{expert}", OPERATOR),
    Visit("removed-person", "/people/{removed}", COORDINATOR),
    Visit("new-person", "/people/new", COORDINATOR),
    Visit("new-person-line-manager", "/people/new", COORDINATOR, look_for_a_line_manager),
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
    # the session book
    Visit("agenda", "/sessions/{training_day}/agenda", TRAINER),
    Visit("agenda-conflict", "/sessions/{training_day}/agenda", TRAINER, losing_a_race(lines="13:00 Eigen vragen")),
    Visit("presence", "/sessions/{held_now}/presence", COORDINATOR),
    Visit("presence-trainer", "/sessions/{deepening}/presence", TRAINER),
    Visit("check-in-to-open", "/sessions/{deepening}/check-in", TRAINER),
    Visit("check-in-screen", "/sessions/{held_now}/check-in", COORDINATOR),
    Visit("sheet", "/sessions/{training_day}/sheet", TRAINER),
    Visit("record-history", "/sessions/{training_day}/record/history", TRAINER),
    Visit("check-in-code", "/check-in"),
    Visit("check-in-code-refused", "/check-in/BCDF-2345"),
    Visit("check-in", "/check-in/{check_in_code}"),
    Visit("check-in-refused", "/check-in/{check_in_code}", act=sending(email="")),
    Visit("check-in-too-early", "/check-in/{early_check_in_code}"),
    Visit("checked-in", "/check-in/{check_in_code}/thanks"),
    Visit("techniques", "/techniques"),
    Visit("technique", "/techniques/reframing"),
    # groups
    Visit("groups", "/groups", COORDINATOR),
    Visit("groups-trainer", "/groups", TRAINER),
    Visit("groups-of-programme", "/programmes/{programme}/groups", COORDINATOR),
    Visit("new-group", "/programmes/{programme}/groups/new", COORDINATOR),
    Visit("group", "/groups/{running_group}", COORDINATOR),
    Visit("group-trainer", "/groups/{running_group}", TRAINER),
    Visit("group-without-trainer", "/groups/{forming_group}", COORDINATOR),
    Visit("new-composition", "/programmes/{programme}/composition", COORDINATOR),
    Visit("new-composition-refused", "/programmes/{programme}/composition?count=none", COORDINATOR),
    Visit("composition", "/programmes/{programme}/composition?count=2&places=4", COORDINATOR),
    Visit("composition-changed", "/programmes/{programme}/composition?count=2&places=2", COORDINATOR, put_together),
    Visit("wishes", "/programmes/{programme}/wishes", COORDINATOR),
    Visit("wishes-refused", "/programmes/{programme}/wishes", COORDINATOR, send),
    Visit("edit-group", "/groups/{running_group}/edit", COORDINATOR),
    Visit(
        "edit-group-conflict", "/groups/{running_group}/edit", COORDINATOR, losing_a_race(name="Groep Hillesluis-Zuid")
    ),
    Visit("trainers", "/groups/{forming_group}/trainers", COORDINATOR),
    Visit("new-member", "/groups/{running_group}/members/new", COORDINATOR),
    Visit("new-member-found", "/groups/{running_group}/members/new?q=wijkagent", COORDINATOR),
    Visit("new-member-refused", "/groups/{running_group}/members/new", COORDINATOR, pick_somebody),
    Visit("withdraw", "/groups/{running_group}/members/{member}/withdraw", COORDINATOR),
    # arrangements and the path of trainers
    Visit("session-with-a-clash", "/sessions/{clashing}", COORDINATOR),
    Visit("session-with-roles", "/sessions/{deepening}", TRAINER),
    Visit("edit-session-with-a-clash", "/sessions/{clashing}/edit", COORDINATOR, send),
    Visit("arrangements", "/sessions/{clashing}/arrangements", COORDINATOR),
    Visit("arrangements-of-the-past", "/sessions/{training_day}/arrangements", TRAINER),
    Visit("arrangements-refused", "/sessions/{planned_training_day}/arrangements", COORDINATOR, need_an_interpreter),
    Visit(
        "arrangements-conflict",
        "/sessions/{clashing}/arrangements",
        COORDINATOR,
        losing_a_race(rooms="Een grote zaal"),
    ),
    Visit("roles", "/sessions/{deepening}/roles", COORDINATOR),
    Visit("roles-refused", "/sessions/{deepening}/roles", COORDINATOR, observe_nobody),
    Visit("stand-ins", "/sessions/{clashing}/stand-ins", COORDINATOR),
    Visit("assign-stand-in", "/sessions/{clashing}/stand-ins/{certified}", COORDINATOR),
    Visit("all-trainers", "/trainers", COORDINATOR),
    Visit("no-trainers-found", "/trainers?q=zzz", COORDINATOR),
    Visit("trainer", "/trainers/{certified}", COORDINATOR),
    Visit("trainer-with-a-proposal", "/trainers/{half_way}", COORDINATOR),
    Visit("own-path", "/trainers/{mentor}", TRAINER),
    Visit("step", "/trainers/{half_way}/step", COORDINATOR),
    Visit("step-refused", "/trainers/{half_way}/step", COORDINATOR, send),
    Visit("proposal", "/trainers/{half_way}/proposal", TRAINER),
    Visit("trainer-languages", "/trainers/{mentor}/languages", TRAINER),
    Visit("progress", "/trainers/progress", COORDINATOR),
    Visit("progress-refused", "/trainers/progress", COORDINATOR, send),
    Visit("progress-check", "/trainers/progress", COORDINATOR, check_a_note),
    Visit("free", "/trainers/free", COORDINATOR),
    Visit("free-refused", "/trainers/free?date-day=41&date-month=2&date-year=2027", COORDINATOR),
    Visit(
        "free-found",
        "/trainers/free?date-day=3&date-month=12&date-year=2026&start_time=9&minutes=420&language=en",
        COORDINATOR,
    ),
    # certificates and thank-yous
    Visit("certificates", "/certificates", COORDINATOR),
    Visit("no-certificates", "/certificates?state=expired", COORDINATOR),
    Visit("issue-certificates", "/groups/{completed_group}/certificates", COORDINATOR),
    Visit("issue-certificates-check", "/groups/{completed_group}/certificates", COORDINATOR, send),
    Visit("issue-certificates-refused", "/groups/{completed_group}/certificates", COORDINATOR, choose_nobody),
    Visit("no-certificates-to-issue", "/groups/{forming_group}/certificates", COORDINATOR),
    Visit("revoke-certificate", "/certificates/{certificate}/revoke", COORDINATOR),
    Visit("revoke-certificate-refused", "/certificates/{certificate}/revoke", COORDINATOR, send),
    Visit("renew-certificate", "/certificates/{certificate}/renew", COORDINATOR),
    Visit("certificate-code", "/certificates/verify"),
    Visit("certificate-code-refused", "/certificates/BCDF-2345-GHJK"),
    Visit("certificate-valid", "/certificates/{certificate_code}"),
    Visit("certificate-of-another", "/certificates/{certificate_code}", act=compare_a_name),
    Visit("certificate-revoked", "/certificates/{revoked_code}"),
    Visit("own-certificate", "/certificates/mine/{certificate_key}"),
    Visit("thank-yous", "/sessions/{training_day}/thank-yous", TRAINER),
    Visit("thank-yous-refused", "/sessions/{training_day}/thank-yous", TRAINER, sending(text="")),
    Visit("no-thank-yous", "/sessions/{planned_training_day}/thank-yous", COORDINATOR),
    # earlier trainings, goals, the report and the map
    Visit("past", "/programmes/{programme}/past", COORDINATOR),
    Visit("new-past", "/programmes/{programme}/past/new", COORDINATOR),
    Visit("new-past-refused", "/programmes/{programme}/past/new", COORDINATOR, send),
    Visit("past-preview", "/past-imports/{past_draft}", COORDINATOR),
    Visit("past-preview-refused", "/past-imports/{past_draft}", COORDINATOR, take_the_same_column_twice),
    Visit("past-done", "/past-imports/{past_import}", COORDINATOR),
    Visit("undo-past", "/past-imports/{past_import}/undoing", COORDINATOR),
    Visit("goals", "/programmes/{programme}/goals", COORDINATOR),
    Visit("new-beneficiaries", "/programmes/{programme}/beneficiaries/new", COORDINATOR),
    Visit("new-beneficiaries-refused", "/programmes/{programme}/beneficiaries/new", COORDINATOR, send),
    Visit("report", "/report?programme_id={programme}", COORDINATOR),
    Visit("report-of-the-city", "/report", OPERATOR),
    Visit("map", "/map?programme_id={programme}", COORDINATOR),
    Visit("map-of-sessions", "/map?show=sessions&period=own&from=2020-01-01&until=2035-12-31", COORDINATOR),
    Visit("map-area", "/map/{area}?programme_id={programme}", COORDINATOR),
    Visit("map-tiles", "/map/tiles", COORDINATOR),
    Visit("map-tiles-refused", "/map/tiles", COORDINATOR, put_all_on_one_tile),
    # questions
    Visit("question-code", "/ask"),
    Visit("question-code-refused", "/ask/BCDF-2345"),
    Visit("ask", "/ask/{code}"),
    Visit("asked", "/ask/{code}/thanks"),
    Visit("new-question", "/groups/{running_group}/questions/new", TRAINER),
    Visit("case-desk", "/groups/{running_group}/cases", TRAINER),
    Visit("case-desk-refused", "/groups/{running_group}/cases", TRAINER, send),
    Visit("case-desk-empty", "/groups/{forming_group}/cases", COORDINATOR),
    Visit("reword-question", "/questions/{question}/wording", TRAINER),
    # participants
    Visit("my-by-link", "/my/{personal_link}"),
    Visit("my", "/my", PARTICIPANT),
    Visit("my-with-account", "/my", EXPERT),
    Visit("leave-group", "/my/groups/{running_group}/leave", PARTICIPANT),
    Visit("reflection", "/my/groups/{running_group}/reflection", PARTICIPANT),
    Visit(
        "reflection-conflict",
        "/my/groups/{running_group}/reflection",
        PARTICIPANT,
        losing_a_race(practise="Luisteren zonder te oordelen."),
    ),
    Visit("end-links", "/my/links/end", PARTICIPANT),
    Visit("links-ended", "/my/links/ended"),
    Visit("my-link-not-valid", "/my/a-link-that-was-never-sent"),
    Visit("request-link", "/link"),
    Visit("link-requested", "/link", act=sending(email="nobody@rotterdam.example")),
    Visit("calendar", "/my/calendar", PARTICIPANT),
    Visit("calendar-of-trainer", "/my/calendar", TRAINER),
    Visit("renew-calendar", "/my/calendar/renew", PARTICIPANT),
    # ways in
    Visit("courses", "/courses"),
    Visit("course", "/courses/{open_code}"),
    Visit("course-refused", "/courses/{open_code}", act=sending(name="", email="no address")),
    Visit("course-full", "/courses/{full_code}"),
    Visit("course-sent", "/courses/{open_code}/sent"),
    Visit("course-sent-waiting", "/courses/{full_code}/sent?position=3"),
    Visit("poster", "/courses/{open_code}/poster"),
    Visit("place-held", "/place/{held_place}"),
    Visit("place-waiting", "/place/{waiting_place}"),
    Visit("place", "/place/{own_place}"),
    Visit("place-none", "/place/{no_place}"),
    Visit("leave-place", "/place/{waiting_place}/leave"),
    Visit("nomination-code", "/nominations"),
    Visit("nomination-code-refused", "/nominations/BCDF-2345"),
    Visit("nominate", "/nominations/{partner_code}"),
    Visit("nominate-refused", "/nominations/{partner_code}", act=send),
    Visit("nominate-used", "/nominations/{used_partner_code}"),
    Visit("nominated", "/nominations/{used_partner_code}/thanks/waiting"),
    Visit("ways-in", "/ways-in/{full_group}", COORDINATOR),
    Visit("ways-in-open", "/ways-in/{forming_group}", COORDINATOR),
    Visit("ways-in-introduction", "/ways-in/{planned_introduction}", COORDINATOR),
    Visit("registration-of-group", "/ways-in/{forming_group}/registration", COORDINATOR),
    Visit("registration-of-introduction", "/ways-in/{planned_introduction}/registration", COORDINATOR),
    Visit("group-with-waiting-pair", "/groups/{full_group}", COORDINATOR),
    Visit("partners", "/programmes/{programme}/partners", COORDINATOR),
    Visit("new-partner", "/programmes/{programme}/partners/new", COORDINATOR),
    Visit("new-partner-refused", "/programmes/{programme}/partners/new", COORDINATOR, send),
    Visit("partner", "/programmes/{programme}/partners/{partner}", COORDINATOR),
    Visit("partner-contact", "/programmes/{programme}/partners/{partner}/contact?q=bloemhof", COORDINATOR),
    # feedback
    Visit("feedback", "/feedback/{feedback}"),
    Visit("feedback-begun-before", "/feedback/{feedback}", act=come_back),
    Visit("feedback-scale", "/feedback/{feedback}", act=answer(0)),
    Visit("feedback-refused", "/feedback/{feedback}", act=skip_a_question),
    Visit("feedback-needs", "/feedback/{feedback}", act=answer(15)),
    Visit("feedback-comment", "/feedback/{feedback}", act=answer(20)),
    Visit("feedback-check", "/feedback/{feedback}", act=answer(22)),
    Visit("feedback-thanks", "/feedback/thanks"),
    Visit("feedback-link-not-valid", "/feedback/a-link-that-was-never-sent"),
    Visit("surveys", "/surveys", COORDINATOR),
    Visit("surveys-of-programme", "/programmes/{programme}/surveys", COORDINATOR),
    Visit("surveys-of-group", "/groups/{completed_group}/survey", COORDINATOR),
    Visit("results", "/surveys/{results}", COORDINATOR),
    Visit("results-of-open-survey", "/surveys/{open_survey}", TRAINER),
    Visit("results-of-too-few", "/surveys/{closed_survey}", COORDINATOR),
    Visit("read-comments", "/surveys/{results}/comments", COORDINATOR),
    Visit("results-of-group", "/groups/{completed_group}/results", TRAINER),
    Visit("results-of-programme", "/programmes/{programme}/results", COORDINATOR),
    Visit("results-of-city", "/results", COORDINATOR),
    Visit("close-survey", "/surveys/{open_survey}/close", COORDINATOR),
    # what people need
    Visit("needs", "/programmes/{programme}/needs", COORDINATOR),
    Visit("needs-found", "/programmes/{programme}/needs?theme=prejudice", COORDINATOR),
    Visit("new-need", "/programmes/{programme}/needs/new", COORDINATOR),
    Visit("new-need-refused", "/programmes/{programme}/needs/new", COORDINATOR, send),
    Visit("need", "/needs/{need}", COORDINATOR),
    Visit("need-that-was-declined", "/needs/{declined_need}", COORDINATOR),
    Visit("edit-need", "/needs/{need}/edit", COORDINATOR),
    Visit("edit-need-conflict", "/needs/{need}/edit", COORDINATOR, losing_a_race(text="Oefenen met een acteur.")),
    Visit("decline-need", "/needs/{need}/decline", COORDINATOR),
    Visit("activities", "/programmes/{programme}/activities", COORDINATOR),
    Visit("new-activity", "/programmes/{programme}/activities/new?need_id={need}", COORDINATOR),
    Visit("new-activity-refused", "/programmes/{programme}/activities/new", COORDINATOR, send),
    Visit("activity", "/activities/{activity}", COORDINATOR),
    Visit("edit-activity", "/activities/{activity}/edit", COORDINATOR),
    Visit("what-we-changed", "/programmes/{programme}/what-we-changed", COORDINATOR),
    Visit("write-what-changed", "/programmes/{programme}/what-we-changed/write", COORDINATOR),
    Visit("write-what-changed-refused", "/programmes/{programme}/what-we-changed/write", COORDINATOR, sending(text="")),
    Visit("check-what-changed", "/programmes/{programme}/what-we-changed/check", COORDINATOR),
    # signals, conflict or polarisation, polarisation maps
    Visit("signals", "/signals", COORDINATOR),
    Visit("signals-of-expert", "/signals", EXPERT),
    Visit("signals-expired", "/signals?state=expired", COORDINATOR),
    Visit("signals-none", "/signals?kind=graffiti", COORDINATOR),
    Visit("new-signal", "/signals/new", EXPERT),
    Visit("new-signal-refused", "/signals/new", COORDINATOR, send),
    Visit("signal", "/signals/{signal}", COORDINATOR),
    Visit("signal-for-expert", "/signals/{signal}", EXPERT),
    Visit("signal-decided", "/signals/{decided_signal}", COORDINATOR),
    Visit("signal-expired", "/signals/{expired_signal}", COORDINATOR),
    Visit("signal-naming", "/signals/{naming_signal}", COORDINATOR),
    Visit("edit-signal", "/signals/{naming_signal}/edit", COORDINATOR),
    Visit("edit-signal-conflict", "/signals/{naming_signal}/edit", COORDINATOR, losing_a_race(observation="Gezien.")),
    Visit("judge-signal", "/signals/{signal}/judgement", COORDINATOR),
    Visit("judge-signal-refused", "/signals/{naming_signal}/judgement", COORDINATOR, send),
    Visit("decide-signal", "/signals/{signal}/decision", COORDINATOR),
    Visit("triages", "/programmes/{programme}/triages", COORDINATOR),
    Visit("new-triage", "/programmes/{programme}/triages/new", COORDINATOR),
    Visit("new-triage-refused", "/programmes/{programme}/triages/new", COORDINATOR, send),
    Visit("triage", "/triages/{triage}", COORDINATOR),
    Visit("edit-triage", "/triages/{triage}/edit", COORDINATOR),
    Visit("issues", "/programmes/{programme}/issues", COORDINATOR),
    Visit("new-issue-refused", "/programmes/{programme}/issues", COORDINATOR, send),
    Visit("issue", "/issues/{issue}", COORDINATOR),
    Visit("issue-without-maps", "/issues/{issue_without_maps}", COORDINATOR),
    Visit("edit-issue", "/issues/{issue}/edit", COORDINATOR),
    Visit("compare-maps", "/issues/{issue}/comparison", COORDINATOR),
    Visit("new-map", "/issues/{issue}/maps/new", COORDINATOR),
    Visit("new-map-refused", "/issues/{issue_without_maps}/maps/new", COORDINATOR, send),
    Visit("polarisation-map", "/polarisation-maps/{polarisation_map}", COORDINATOR),
    Visit("edit-map", "/polarisation-maps/{polarisation_map}/edit", COORDINATOR),
    Visit("incidents", "/programmes/{programme}/incidents", COORDINATOR),
    Visit("incidents-without-protocol", "/programmes/{complete_draft}/incidents", COORDINATOR),
    Visit("open-incident-refused", "/programmes/{programme}/incidents", COORDINATOR, send),
    Visit("incident-protocol", "/programmes/{programme}/incident-protocol", COORDINATOR),
    Visit("incident-protocol-empty", "/programmes/{complete_draft}/incident-protocol", COORDINATOR),
    Visit("protocol-step", "/programmes/{programme}/incident-protocol/{protocol_step}", COORDINATOR),
    Visit("incident", "/incidents/{incident}", COORDINATOR),
    Visit("incident-closed", "/incidents/{closed_incident}", COORDINATOR),
    Visit("close-incident", "/incidents/{incident}/closing", COORDINATOR),
    Visit("close-incident-refused", "/incidents/{incident}/closing", COORDINATOR, send),
    # the network
    Visit("network", "/network", EXPERT),
    Visit("network-of-coordinator", "/network", COORDINATOR),
    Visit("not-invited", "/network/join", COORDINATOR),
    Visit("network-of-a-stranger", "/network/posts/{post}", INVITED),
    Visit("join", "/network/join", INVITED),
    Visit("join-refused", "/network/join", INVITED, send),
    Visit("network-nothing-found", "/network?q=niets+daarvan", EXPERT),
    Visit("new-post", "/network/posts/new", EXPERT),
    Visit("new-concern", "/network/posts/new?kind=concern", EXPERT),
    Visit("new-advice-refused", "/network/posts/new?kind=advice", EXPERT, send),
    Visit("new-post-naming", "/network/posts/new?kind=question", EXPERT, sending(title="Wie?", text="Bel 06 12345678")),
    Visit("post", "/network/posts/{post}", EXPERT),
    Visit("own-post", "/network/posts/{own_post}", EXPERT),
    Visit("edit-post", "/network/posts/{own_post}/edit", EXPERT),
    Visit("delete-post", "/network/posts/{own_post}/delete", EXPERT),
    Visit("reply", "/network/posts/{post}/answers/{own_answer}/reply", EXPERT),
    Visit("edit-answer", "/network/posts/{post}/answers/{own_answer}/edit", EXPERT),
    Visit("delete-answer", "/network/posts/{post}/answers/{own_answer}/delete", EXPERT),
    Visit("report-post", "/network/posts/{post}/report/{post}", EXPERT),
    Visit("report-post-refused", "/network/posts/{post}/report/{post}", EXPERT, send),
    Visit("hidden-post", "/network/posts/{hidden_post}", EXPERT),
    Visit("edit-hidden-post", "/network/posts/{hidden_post}/edit", EXPERT),
    Visit("reported", "/network/reports", COORDINATOR),
    Visit("decide", "/network/reports/{reported_post}", COORDINATOR),
    Visit("decide-refused", "/network/reports/{reported_post}", COORDINATOR, hide_without_a_reason),
    Visit("second-look", "/network/reports/{hidden_answer}", COORDINATOR),
    Visit("asked-of-you", "/network/asked", EXPERT),
    Visit("what-you-follow", "/network/following", EXPERT),
    Visit("members", "/network/members", EXPERT),
    Visit("expert", "/network/members/{expert}", EXPERT),
    Visit("profile", "/network/profile", EXPERT),
    Visit("membership", "/network/membership", EXPERT),
    Visit("who-can-see-me", "/network/visibility", EXPERT),
    Visit("tree", "/network/tree", EXPERT),
    Visit("network-figures", "/network/figures", COORDINATOR),
    Visit("buddies", "/network/buddies", EXPERT),
    Visit("tree-of-coordinator", "/network/tree", COORDINATOR),
    Visit("onward-trainings", "/network/trainings", EXPERT),
    Visit("onward-training-refused", "/network/trainings", EXPERT, send),
    Visit("onward-training", "/network/trainings/{onward_training}?q=a", EXPERT),
    Visit("leave-network", "/network/leave", EXPERT),
    Visit("initiatives", "/network/initiatives", EXPERT),
    Visit("initiatives-of-support", "/network/initiatives?needing=yes", SUPPORT),
    Visit("initiatives-none", "/network/initiatives?state=stopped", EXPERT),
    Visit("new-initiative", "/network/initiatives/new", EXPERT),
    Visit("new-initiative-refused", "/network/initiatives/new", EXPERT, send),
    Visit("initiative", "/network/initiatives/{initiative}", EXPERT),
    Visit("initiative-of-others", "/network/initiatives/{initiative_of_others}", EXPERT),
    Visit("initiative-for-support", "/network/initiatives/{initiative}", SUPPORT),
    Visit("change-initiative", "/network/initiatives/{initiative}/edit", EXPERT),
    Visit(
        "change-initiative-conflict",
        "/network/initiatives/{initiative}/edit",
        EXPERT,
        losing_a_race(title="Een nog langere tafel"),
    ),
    Visit("leave-initiative", "/network/initiatives/{initiative}/leave", EXPERT),
    Visit("new-step", "/network/initiatives/{initiative}/steps/new", EXPERT),
    Visit("change-step", "/network/initiatives/{initiative}/steps/{step}", EXPERT),
    Visit("new-need", "/network/initiatives/{initiative}/needs/new", EXPERT),
    Visit("new-need-refused", "/network/initiatives/{initiative}/needs/new", EXPERT, send),
    Visit("offer-help", "/network/initiatives/{initiative}/needs/{need}/offers/new", SUPPORT),
    # the training provider
    Visit("provider", "/network/provider", EXPERT),
    Visit("provider-of-coordinator", "/network/provider", COORDINATOR),
    Visit("provider-of-a-stranger", "/network/provider", INVITED),
    Visit("provider-contact", "/network/provider/contact", COORDINATOR),
    Visit("provider-contact-refused", "/network/provider/contact", COORDINATOR, sending(organisation="")),
    Visit("new-material", "/network/provider/material/new", TRAINER),
    Visit("new-material-refused", "/network/provider/material/new", TRAINER, send),
    Visit("material", "/network/provider/material/{material}", TRAINER),
    Visit("new-provider-date", "/network/provider/dates/new", TRAINER),
    Visit("new-provider-date-refused", "/network/provider/dates/new", TRAINER, send),
    Visit("provider-date", "/network/provider/dates/{provider_date}", TRAINER),
    # intervision
    Visit("intervisions", "/network/intervisions", EXPERT),
    Visit("intervisions-held", "/network/intervisions?held=yes", EXPERT),
    Visit("new-intervision", "/network/intervisions/new", EXPERT),
    Visit("new-intervision-refused", "/network/intervisions/new", EXPERT, send),
    Visit("intervision", "/network/intervisions/{intervision}", EXPERT),
    Visit("intervision-held", "/network/intervisions/{held_intervision}", EXPERT),
    Visit("change-intervision", "/network/intervisions/{intervision}/edit", EXPERT),
    Visit("cancel-intervision", "/network/intervisions/{intervision}/cancel", EXPERT),
    Visit("lesson", "/network/intervisions/{held_intervision}/lesson", EXPERT),
    Visit("share-lesson", "/network/intervisions/{held_intervision}/share", EXPERT),
    Visit("share-lesson-refused", "/network/intervisions/{held_intervision}/share", EXPERT, sending(title="")),
    Visit("room-not-open", "/network/intervisions/{intervision}/room", EXPERT),
    Visit("room-before", "/network/intervisions/{intervision_soon}/room", EXPERT),
    Visit("room-begin", "/network/intervisions/{intervision_soon}/room/begin", EXPERT),
    Visit("room-of-facilitator", "/network/intervisions/{intervision_led}/room", EXPERT),
    Visit("room", "/network/intervisions/{intervision_followed}/room", EXPERT),
    Visit("room-over", "/network/intervisions/{held_intervision}/room", EXPERT),
    Visit("present-initiative", "/network/initiatives/{initiative}/present", EXPERT),
    Visit("meetings", "/network/meetings", EXPERT),
    Visit("meetings-over", "/network/meetings?past=yes", EXPERT),
    Visit("meetings-of-support", "/network/meetings", SUPPORT),
    Visit("new-meeting", "/network/meetings/new", EXPERT),
    Visit("new-meeting-refused", "/network/meetings/new", EXPERT, send),
    Visit("meeting", "/network/meetings/{meeting}", EXPERT),
    Visit("meeting-for-support", "/network/meetings/{meeting}", SUPPORT),
    Visit("meeting-with-minutes", "/network/meetings/{held_meeting}", EXPERT),
    Visit("change-meeting", "/network/meetings/{meeting}/edit", EXPERT),
    Visit("change-meeting-conflict", "/network/meetings/{meeting}/edit", EXPERT, losing_a_race(place="Kantine")),
    Visit("cancel-meeting", "/network/meetings/{meeting}/cancel", EXPERT),
    Visit("agenda-of-meeting", "/network/meetings/{meeting}/agenda", EXPERT),
    Visit("agenda-item", "/network/meetings/{meeting}/agenda/{agenda_item}", EXPERT),
    Visit("minutes", "/network/meetings/{held_meeting}/minutes", EXPERT),
    Visit("minutes-conflict", "/network/meetings/{held_meeting}/minutes", EXPERT, losing_a_race(text="Wij waren er.")),
    Visit("new-action", "/network/meetings/{held_meeting}/actions/new", EXPERT),
    # the handbook
    Visit("handbook", "/handbook"),
    Visit("handbook-of-editor", "/handbook?language=nl", EDITOR),
    Visit("handbook-nothing", "/handbook?q=nergens-te-vinden"),
    Visit("chapter", "/handbook/chapters/{chapter}/nl"),
    Visit("chapter-translated", "/handbook/chapters/{chapter}/en"),
    Visit("lesson", "/handbook/chapters/{lesson}/nl", EDITOR),
    Visit("chapters", "/handbook/editing", EDITOR),
    Visit("chapters-none", "/handbook/editing?state=withdrawn", EDITOR),
    Visit("new-chapter", "/handbook/editing/new", EDITOR),
    Visit("new-chapter-refused", "/handbook/editing/new", EDITOR, send),
    Visit("edit-chapter", "/handbook/editing/{chapter}/nl", EDITOR),
    Visit("edit-chapter-refused", "/handbook/editing/{chapter}/nl", EDITOR, saving_without_a_title),
    Visit("edit-translation", "/handbook/editing/{chapter}/en", EDITOR),
    Visit("edit-adapted", "/handbook/editing/{adapted_chapter}/nl", EDITOR),
    Visit("edit-draft", "/handbook/editing/{draft_chapter}/nl", EDITOR),
    Visit("publish-chapter", "/handbook/editing/{chapter}/nl/publish", EDITOR),
    Visit("publish-draft-refused", "/handbook/editing/{draft_chapter}/nl/publish", EDITOR, send),
    Visit("withdraw-chapter", "/handbook/editing/{lesson}/nl/withdraw", EDITOR),
    Visit("differences", "/handbook/editing/{chapter}/nl/differences?before=1&after=2", EDITOR),
    Visit("contributions", "/handbook/contributions", EDITOR),
    Visit("contribution", "/handbook/contributions/{contribution}", EDITOR),
    Visit("contribution-of-a-colleague", "/handbook/contributions/{lesson_of_a_colleague}", EDITOR),
    Visit("new-lesson", "/handbook/contributions/new?session_id={training_day}", TRAINER),
    Visit("new-lesson-of-mediation", "/handbook/contributions/new?from=mediation", MEDIATOR),
    Visit("new-lesson-refused", "/handbook/contributions/new", EXPERT, send),
    Visit("outcome-of-contribution", "/handbook/contributions/{lesson_of_a_colleague}/outcome", TRAINER),
    Visit("new-chapter-of-mediation", "/handbook/editing/new?from=mediation", EDITOR),
    Visit("handbook-of-trainer", "/handbook?language=en", TRAINER),
    Visit("partner-links", "/handbook/partner-links", EDITOR),
    Visit("partner-links-refused", "/handbook/partner-links", EDITOR, send),
    Visit("contribute", "/handbook/contribute/{partner_token}"),
    Visit("contribute-refused", "/handbook/contribute/{partner_token}", act=send),
    # the exchange between cities
    Visit("manual", "/handbook/manual"),
    Visit("manual-of-editor", "/handbook/manual?language=nl", EDITOR),
    Visit("manual-nothing", "/handbook/manual?q=nergens-te-vinden"),
    Visit("manual-chapter", "/handbook/manual/forssa/{finnish_origin}/fi"),
    Visit("manual-chapter-taken", "/handbook/manual/genk/{taken_origin}/nl"),
    Visit("offers", "/handbook/offers", EDITOR),
    Visit("offers-none", "/handbook/offers?state=adapted", EDITOR),
    Visit("offer", "/handbook/offers/{waiting_offer}", EDITOR),
    Visit("offer-renewed", "/handbook/offers/{renewed_offer}", EDITOR),
    Visit("offer-withdrawn", "/handbook/offers/{withdrawn_offer}", EDITOR),
    Visit("offer-declined", "/handbook/offers/{declined_offer}", EDITOR),
    Visit("take-offer", "/handbook/offers/{waiting_offer}/taking", EDITOR),
    Visit("take-offer-refused", "/handbook/offers/{finnish_offer}/taking", EDITOR, send),
    Visit("take-offer-conflict", "/handbook/offers/{waiting_offer}/taking", EDITOR, ticking_another_version),
    Visit("adapt-offer", "/handbook/offers/{renewed_offer}/adaptation", EDITOR),
    Visit("adapt-offer-refused", "/handbook/offers/{finnish_offer}/adaptation", EDITOR, send),
    Visit("decline-offer", "/handbook/offers/{waiting_offer}/decline", EDITOR),
    Visit("decline-offer-refused", "/handbook/offers/{waiting_offer}/decline", EDITOR, send),
    Visit("shares", "/handbook/shares", COORDINATOR),
    Visit("shares-none", "/handbook/shares?state=withdrawn", EDITOR),
    Visit("share-text", "/handbook/editing/{chapter}/nl/share", EDITOR),
    Visit("share-text-new", "/handbook/editing/{chapter}/en/share", EDITOR),
    Visit("share-text-refused", "/handbook/editing/{chapter}/en/share", EDITOR, send),
    Visit("approve-share", "/handbook/editing/{lesson}/nl/share", COORDINATOR),
    Visit("return-share", "/handbook/editing/{lesson}/nl/share/return", COORDINATOR),
    Visit("return-share-refused", "/handbook/editing/{lesson}/nl/share/return", COORDINATOR, send),
    Visit("withdraw-share", "/handbook/editing/{chapter}/nl/share/withdrawal", COORDINATOR),
    Visit("cities", "/handbook/cities", OPERATOR),
    # finding, merging, completing
    Visit("search", "/search?q=bloemhof", COORDINATOR),
    Visit("search-of-trainer", "/search?q=groep", TRAINER),
    Visit("search-nothing", "/search?q=nergens-te-vinden", OPERATOR),
    Visit("people-of-programme", "/people?programme_id={programme}&part=completed", COORDINATOR),
    Visit("bulk-sector", "/people?q=wijkagent", COORDINATOR, with_the_first_two("sector")),
    Visit("bulk-group", "/people?q=wijkagent", COORDINATOR, with_the_first_two("group")),
    Visit("duplicates", "/people/duplicates", COORDINATOR),
    Visit("choose-duplicate", "/people/{person}/merge?q=wijkagent", COORDINATOR),
    Visit("compare", "/people/{duplicate}/merge/{other_duplicate}", COORDINATOR),
    Visit("undo-merge", "/people/merges/{merge}/undo", COORDINATOR),
    Visit("merged-person", "/people/{merged}", COORDINATOR),
    Visit("quality", "/quality", COORDINATOR),
    Visit("quality-of-programme", "/programmes/{programme}/quality", COORDINATOR),
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
    # mediations
    Visit("mediations", "/mediations", MEDIATOR),
    Visit("mediations-of-coordinator", "/mediations", COORDINATOR),
    Visit("new-mediation", "/mediations/new", COORDINATOR),
    Visit("new-mediation-refused", "/mediations/new", COORDINATOR, refer_without_consent),
    Visit("figures-of-mediations", "/mediations/figures", COORDINATOR),
    Visit("mediator-key", "/mediations/key", MEDIATOR),
    Visit("mediator-key-refused", "/mediations/key", MEDIATOR, sending(passphrase="short", passphrase_again="short")),
    Visit("mediator-new-key", "/mediations/key/new", MEDIATOR),
    Visit("mediator-new-key-refused", "/mediations/key/new", MEDIATOR, send),
    Visit("mediator-recovery", "/mediations/key/recovery", MEDIATOR),
    Visit("mediator-recovery-refused", "/mediations/key/recovery", MEDIATOR, send),
    Visit("unlock-mediations", "/mediations/unlock", MEDIATOR),
    Visit("unlock-mediations-refused", "/mediations/unlock", MEDIATOR, sending(passphrase="not this one")),
    Visit("mediation-locked", "/mediations/{mediation}", MEDIATOR),
    Visit("mediation", "/mediations/{mediation}", MEDIATOR, unlocked),
    Visit("mediation-closed", "/mediations/{closed_mediation}", MEDIATOR, unlocked),
    Visit("mediation-of-coordinator", "/mediations/{mediation}", COORDINATOR),
    Visit("mediation-asked", "/mediations/{asked_mediation}", MEDIATOR),
    Visit("mediation-new", "/mediations/{new_mediation}", COORDINATOR),
    Visit("ask-mediator", "/mediations/{new_mediation}/mediator", COORDINATOR),
    Visit("ask-mediator-refused", "/mediations/{new_mediation}/mediator", COORDINATOR, send),
    Visit("answer-request", "/mediations/{asked_mediation}/request", MEDIATOR),
    Visit("answer-request-refused", "/mediations/{asked_mediation}/request", MEDIATOR, send),
    Visit("note-answer", "/mediations/{new_mediation}/answer", COORDINATOR),
    Visit("note-answer-refused", "/mediations/{new_mediation}/answer", COORDINATOR, send),
    Visit("note-heard", "/mediations/{referred_mediation}/heard", MEDIATOR),
    Visit("confidentiality", "/mediations/{mediation}/confidentiality", MEDIATOR),
    Visit("suitability", "/mediations/{mediation}/suitability", MEDIATOR, unlocked),
    Visit("new-party", "/mediations/{mediation}/entries/new/party", MEDIATOR, unlocked),
    Visit("new-talk", "/mediations/{mediation}/entries/new/talk", MEDIATOR, unlocked),
    Visit("new-promise", "/mediations/{mediation}/entries/new/promise", MEDIATOR, unlocked),
    Visit("new-party-refused", "/mediations/{mediation}/entries/new/party", MEDIATOR, unlocked_and_sent),
    Visit("party", "/mediations/{mediation}/entries/{party}", MEDIATOR, unlocked),
    Visit("remove-party", "/mediations/{mediation}/entries/{party}/removal", MEDIATOR, unlocked),
    Visit("session-of-mediation", "/mediations/{mediation}/entries/{session_of_mediation}", MEDIATOR, unlocked),
    Visit("close-mediation", "/mediations/{mediation}/close", MEDIATOR),
    Visit("close-mediation-refused", "/mediations/{mediation}/close", MEDIATOR, send),
    Visit("end-mediation", "/mediations/{closed_mediation}/end", MEDIATOR),
)

# Addresses that show no page of their own.
NO_PAGES = {
    "static": "files of the look",
    "site.live": "health",
    "site.ready": "health",
    "accounts.choose_language": "leads back to the page that was shown",
    "sessions.calendar": "a calendar file",
    "calendar.session": "a calendar file",
    "calendar.feed": "a calendar file",
    "provider.calendar": "a calendar file",
    "intervisions.calendar": "a calendar file",
    "meetings.calendar": "a calendar file",
    "report.file": "a PDF or a spreadsheet",
    "results.file_of_group": "a PDF or a spreadsheet",
    "results.file_of_programme": "a PDF or a spreadsheet",
    "results.file_of_city": "a PDF or a spreadsheet",
    "adopted_strategies.file_of_draft": "a document",
    "adopted_strategies.file": "a document",
    "imports.example": "a spreadsheet",
    "courses.qr_code": "a picture",
    "certificates.paper": "a PDF",
    "verification.paper": "a PDF",
    "exports.download": "a table as a file",
    "polarisation_maps.sheet": "a PDF",
    "handbook.chapter_on_paper": "a PDF",
    "handbook.on_paper": "a PDF",
    "openapi": "for programs",
    "api_start": "leads to the description of the API",
}
