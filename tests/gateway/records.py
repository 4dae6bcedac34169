"""What the routes are asked about: one record for every name that stands in an address, made when it is first needed.

`coordinator` runs the programme and `trainer` gives the group; to everybody else they are foreign.
"""

from datetime import date, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from shared import clock
from shared.access import APPLICANT, COORDINATOR, Actor
from shared.contracts import feedback, identity, municipalities, networks, notifications, trainings
from shared.contracts.base import Call
from tests.city import City
from tests.gateway.courses import Course, completed_course, links, personal_links
from tests.gateway.handbook_records import HandbookRecords
from tests.gateway.intervisions import hold_intervision, plan_intervision
from tests.gateway.mediations import making
from tests.gateway.operation.parked import park
from tests.gateway.running_programme import Maker
from tests.gateway.visiting import PASSWORD, Visitor
from tests.waiting import eventually

PROFILE: dict[str, Any] = {"expertise": ["youth"], "area_ids": [], "languages": ["nl"]}


class Records(HandbookRecords):
    role = "trainer"
    part = "name"
    people = "street-level"
    service = "trainings"
    filename = "favicon.svg"
    language = "en"
    state = "enrolled"
    technique = "mirroring"
    action = "sector"
    theme = "identity"
    table = "people"
    kind = "people"
    form = "csv"

    def __init__(
        self,
        city: City,
        coordinator: Visitor,
        trainer: Visitor,
        expert: Visitor,
        course: Course,
        mediator: Visitor,
        other_member: Actor,
    ):
        self.city, self.coordinator, self.trainer, self.expert, self.course = city, coordinator, trainer, expert, course
        self.mediator, self.other_member = mediator, other_member
        self.make = Maker(city, coordinator.id)
        self.today = clock.today(city.settings.time_zone)
        self.in_a_week = self.today + timedelta(days=7)

    # people and accounts

    @cached_property
    def person_id(self) -> UUID:
        return self.make.person("Participant Peters")

    @cached_property
    def another_person_id(self) -> UUID:
        return self.make.person("Participant Pauwels")

    @property
    def two_people(self) -> dict[str, UUID]:
        return {"person_id": self.person_id, "other_id": self.other_id}

    @cached_property
    def person(self) -> dict[str, Any]:
        return self.coordinator.api("GET", f"/people/{self.person_id}")

    @cached_property
    def colleague_id(self) -> UUID:
        """Another coordinator."""
        account = {"name": "Colleague Claes", "email": new_address(), "password": PASSWORD, "roles": [COORDINATOR]}
        return self.city.caller(identity.register_account, **account).data["id"]

    @cached_property
    def fellow_id(self) -> UUID:
        """Another coordinator of this programme."""
        self.make(municipalities.add_coordinator, programme_id=self.programme_id, person_id=self.colleague_id)
        return self.colleague_id

    @cached_property
    def member_id(self) -> UUID:
        return self.expert.id

    @cached_property
    def other_id(self) -> UUID:
        """Who may be the same person."""
        return self.another_person_id

    @property
    def merge(self) -> dict[str, Any]:
        return {"kept_id": self.person_id, "dropped_id": self.other_id, "kept_version": 1, "dropped_version": 1}

    @cached_property
    def merge_id(self) -> UUID:
        kept, dropped = self.make.person("Participant Peeters"), self.make.person("Participant Peters-Peeters")
        merge = {"kept_id": kept, "dropped_id": dropped, "kept_version": 1, "dropped_version": 1}
        return self.make(identity.merge_people, **merge)["id"]

    @cached_property
    def token(self) -> str:
        """Of an invitation to make an account."""
        person_id = self.make.person("Invited Ines")
        return self.city.caller(identity.issue_token, person_id=person_id, purpose="invitation").data["token"]

    @cached_property
    def sign_in_id(self) -> UUID:
        """A place where the coordinator is signed in, besides those that the test needs."""
        sign_in = {"email": self.coordinator.email, "password": PASSWORD, "client": "records", "device": str(uuid4())}
        self.city.caller(identity.sign_in, **sign_in)
        found = self.city.ask(identity.sessions, Actor(self.coordinator.id)).data["sessions"]
        return next(session["id"] for session in found if session["device"] == sign_in["device"])

    @cached_property
    def import_id(self) -> UUID:
        """The coordinator's own."""
        return self.make(identity.preview_import, rows=[self.row])["id"]

    @property
    def row(self) -> dict[str, Any]:
        return {"line": 2, "name": "Imported Inan", "email": new_address()}

    # programme, introduction, group

    @cached_property
    def programme_id(self) -> UUID:
        return self.make.programme(street_level_ids=[self.person_id])

    @cached_property
    def introduction_id(self) -> UUID:
        return self.make.introduction(self.programme_id, self.in_a_week)

    @cached_property
    def group_id(self) -> UUID:
        group = {"programme_id": self.programme_id, "name": "Group", "trainer_ids": [self.trainer.id]}
        return self.make(trainings.form_group, **group, person_ids=[self.person_id])["id"]

    @cached_property
    def session_id(self) -> UUID:
        return self.make.session(self.group_id, "training_day", self.in_a_week)

    @cached_property
    def opened_session_id(self) -> UUID:
        self.make(trainings.open_session, session_id=self.session_id, ground_rules="We listen.", agreed=True)
        return self.session_id

    @property
    def session(self) -> dict[str, Any]:
        return self.make(trainings.session, session_id=self.session_id)

    @property
    def group(self) -> dict[str, Any]:
        return self.make(trainings.group, group_id=self.group_id)

    @cached_property
    def question_id(self) -> UUID:
        return self.make(trainings.add_question, group_id=self.group_id, text="How do I begin?")["id"]

    @cached_property
    def code(self) -> str:
        return self.group["question_code"]

    @cached_property
    def check_in_code(self) -> str:
        self.make(trainings.open_check_in, session_id=self.running_session_id)
        return self.make(trainings.session, session_id=self.running_session_id)["book"]["check_in_code"]

    @cached_property
    def running_session_id(self) -> UUID:
        """An introduction that is being held now."""
        session_id = self.make.introduction(self.programme_id, self.in_a_week)
        self.make.held_now(session_id)
        return session_id

    @cached_property
    def my_session_id(self) -> UUID:
        """That to which the expert is invited."""
        self.make(trainings.invite_people, session_id=self.running_session_id, person_ids=[self.expert.id])
        return self.running_session_id

    @cached_property
    def desk_id(self) -> UUID:
        return self.make(trainings.check_in_door, code=self.check_in_code)["desk_id"]

    @property
    def plan(self) -> dict[str, Any]:
        return {"date": self.in_a_week.isoformat(), "start_time": "09:00", "place": "Library"}

    @property
    def plan_as_typed(self) -> dict[str, Any]:
        day = self.in_a_week
        return {
            "date-day": day.day,
            "date-month": day.month,
            "date-year": day.year,
            "start_time": "9",
            "place": "Library",
        }

    @cached_property
    def personal_link(self) -> str:
        """To a participant's own page, as it stands in a mail."""
        return personal_links(self.city, self.person_id)["page"]

    @cached_property
    def calendar_link(self) -> str:
        return personal_links(self.city, self.person_id)["calendar"]

    @cached_property
    def my_group_id(self) -> UUID:
        """One that the expert is in, in another programme than the course that they completed."""
        group = {"programme_id": self.make.programme(), "name": "Group North", "trainer_ids": [self.trainer.id]}
        return self.make(trainings.form_group, **group, person_ids=[self.expert.id])["id"]

    @cached_property
    def my_written_group_id(self) -> UUID:
        """In which the expert has written down what they think."""
        texts = {"group_id": self.my_group_id, "version": 0, "possible": "Much."}
        self.city.ask(trainings.save_reflection, Actor(self.expert.id), **texts)
        return self.my_group_id

    # the strategy, and the page for the council

    section, another_section, rewritten_section = "middle", "tone", "position"
    before_all, first_version, draft_kind, document_kind = 0, 1, "docx", "json"

    def _in_strategy(self, call: Call, **data: Any) -> dict[str, Any]:
        return self.make(call, programme_id=self.programme_id, **data)

    @property
    def strategy(self) -> dict[str, Any]:
        return self._in_strategy(municipalities.strategy)

    @cached_property
    def written_section(self) -> str:
        text = {"section": "middle", "text": "Who keeps silent.", "number": 0}
        self._in_strategy(municipalities.save_section, **text)
        return "middle"

    @cached_property
    def old_version(self) -> int:
        for number in (0, 1):
            text = {"section": self.rewritten_section, "text": f"Text {number}", "number": number}
            self._in_strategy(municipalities.save_section, **text)
        return 1

    @cached_property
    def comment_id(self) -> UUID:
        return self._in_strategy(municipalities.comment_on_section, section="middle", text="Which question?")["id"]

    @cached_property
    def strategy_action_id(self) -> UUID:
        return self._in_strategy(municipalities.add_strategy_action, text="Call the school")["id"]

    @cached_property
    def writer_id(self) -> UUID:
        self._in_strategy(municipalities.add_strategy_writer, person_id=self.another_person_id)
        return self.another_person_id

    @property
    def draft_checksum(self) -> str:
        assert self.written_section
        return self.strategy["checksum"]

    @cached_property
    def number(self) -> int:
        """Of a version that was adopted."""
        return self._in_strategy(municipalities.adopt_strategy, checksum=self.draft_checksum)["number"]

    @property
    def council(self) -> dict[str, Any]:
        return self._in_strategy(municipalities.council_page)

    @property
    def council_as_read(self) -> dict[str, Any]:
        return {name: self.council[name] for name in ("version", "adopted_number")}

    @cached_property
    def council_address(self) -> str:
        return self._in_strategy(municipalities.publish_council_page, **self.council_as_read)["address"]

    # ways in

    @property
    def edition_id(self) -> UUID:
        return self.group_id

    @cached_property
    def open_code(self) -> str:
        open_call = {"way": "open_call", "open": True, "language": "nl"}
        self.make(trainings.open_registration, edition_id=self.group_id, **open_call)
        return self.make(trainings.ways_in, edition_id=self.group_id)["edition"]["code"]

    @cached_property
    def place_token(self) -> str:
        """As it stands in a mail to somebody who has still to confirm."""
        person_id = self.make.person("Applying Ali")
        applicant = Actor(roles=frozenset({APPLICANT}))
        self.city.ask(trainings.register, applicant, code=self.open_code, person_id=person_id)
        wanted = [{"edition_id": self.group_id, "person_id": person_id}]
        return self.city.caller(trainings.place_details, places=wanted).data["places"][0]["token"]

    @cached_property
    def partner_id(self) -> UUID:
        partner = {"programme_id": self.programme_id, "name": "Housing association", "contact_id": self.person_id}
        partner_id = self.make(municipalities.add_partner, **partner)["id"]
        eventually(lambda: self._seats(partner_id), what="the partner to be known where groups are")
        return partner_id

    def _seats(self, partner_id: UUID) -> list[Any]:
        found = self.make(trainings.ways_in, edition_id=self.group_id)["seats"]
        return [seats for seats in found if seats["partner_id"] == partner_id]

    @cached_property
    def partner_code(self) -> str:
        return self.make(trainings.ask_partner, edition_id=self.group_id, partner_id=self.partner_id)["code"]

    # arrangements and the path of a trainer

    @cached_property
    def surveyed_group_id(self) -> UUID:
        """The group, once feedback knows of it."""
        self.make(feedback.group_results, group_id=self.group_id)
        return self.group_id

    @cached_property
    def learner_id(self) -> UUID:
        """The person, once trainings knows of them."""
        self.make(trainings.path, person_id=self.person_id)
        return self.person_id

    @property
    def arranged(self) -> dict[str, Any]:
        return self.make(trainings.arrangements, session_id=self.session_id)

    @property
    def noted_as_typed(self) -> dict[str, Any]:
        day = {"on-day": self.today.day, "on-month": self.today.month, "on-year": self.today.year}
        return {"requirement": "workshop", "is_complete": "yes", **day}

    @cached_property
    def note_id(self) -> UUID:
        noted = {"person_ids": [self.person_id], "requirement": "workshop", "on": self.today}
        self.make(trainings.note_requirement, **noted)
        return self.make(trainings.path, person_id=self.person_id)["facts"][0]["note_id"]

    # the network

    @cached_property
    def another_expert(self) -> Actor:
        """Another member of the network, of whom no advice is asked."""
        another, _group = Actor(self.graduate_id), self.graduates_id
        eventually(lambda: self.city.ask(networks.invitation, another).data["state"] == "open", what="the invitation")
        self.city.ask(networks.join, another, expertise=["faith"], agreed=True)
        return another

    @cached_property
    def pair_id(self) -> UUID:
        """The expert, who joined before, is proposed to the other as a buddy."""
        guide, newcomer = Actor(self.expert.id), self.another_expert
        self.city.ask(networks.search_buddy, guide, role="guide")
        for pair in self.city.ask(networks.buddies, guide).data["pairs"]:
            self.city.ask(networks.end_buddy, guide, pair_id=pair["id"])
        self.city.ask(networks.search_buddy, newcomer, role="newcomer")
        [pair] = self.city.ask(networks.buddies, newcomer).data["pairs"]
        return pair["id"]

    @property
    def training(self) -> dict[str, Any]:
        return {"held_on": self.today, "setting": "communal", "people": 8}

    @cached_property
    def training_id(self) -> UUID:
        """Given by the expert."""
        return self.city.ask(networks.record_onward_training, Actor(self.expert.id), **self.training).data["id"]

    @cached_property
    def received_training_id(self) -> UUID:
        """Of which somebody says that the expert was there."""
        by = self.another_expert
        training_id = self.city.ask(networks.record_onward_training, by, **self.training).data["id"]
        self.city.ask(networks.name_trainee, by, training_id=training_id, person_id=self.expert.id)
        return training_id

    # certificates and thank-yous

    @cached_property
    def graduate_id(self) -> UUID:
        return self.make.person("Participant Peters")

    @cached_property
    def graduates_id(self) -> UUID:
        """A group whose only member completed the course."""
        group = {"programme_id": self.programme_id, "name": "Graduates", "trainer_ids": [self.trainer.id]}
        group_id = self.make(trainings.form_group, **group, person_ids=[self.graduate_id])["id"]
        for kind, days in (("training_day", 40), ("deepening", 20)):
            held = self.make.session(group_id, kind, self.in_a_week - timedelta(days=days))
            self.make.record(held, [self.graduate_id])
        return group_id

    @cached_property
    def held_session_id(self) -> UUID:
        return self.make(trainings.group, group_id=self.graduates_id)["sessions"][0]["id"]

    @cached_property
    def certificate_id(self) -> UUID:
        self.make(trainings.issue_certificates, group_id=self.graduates_id, person_ids=[self.graduate_id])
        return self.make(trainings.certificates, group_id=self.graduates_id)["items"][0]["id"]

    @cached_property
    def certificate_code(self) -> str:
        return self.make(trainings.certificate, certificate_id=self.certificate_id)["code"]

    @cached_property
    def certificate_key(self) -> str:
        """As it stands in a mail."""
        links = self.city.caller(trainings.certificate_links, certificate_ids=[self.certificate_id]).data
        return links["certificates"][0]["key"]

    @property
    def verification(self) -> dict[str, Any]:
        return self.make(trainings.verification, code=self.certificate_code)

    @property
    def own_certificate(self) -> dict[str, Any]:
        return self.make(trainings.own_certificate, certificate_key=self.certificate_key)

    # what a programme did, and does

    report_file, starts_on, ends_on = "csv", "2026-01-01", "2026-12-31"

    @cached_property
    def past_import_id(self) -> UUID:
        lines = [{"line": 2, "cells": ["2012-05-14", "12"]}]
        file = {"source": "list", "heading": ["date", "attended"], "lines": lines}
        return self.make(trainings.start_past_import, programme_id=self.programme_id, **file)["id"]

    @cached_property
    def counted_past_import_id(self) -> UUID:
        self.make(trainings.confirm_past_import, import_id=self.past_import_id)
        return self.past_import_id

    @cached_property
    def beneficiary_count_id(self) -> UUID:
        count = {"beneficiary": "women", "people": 12, "starts_on": date(2026, 4, 1), "ends_on": date(2026, 4, 30)}
        return self.make(municipalities.add_beneficiaries, programme_id=self.programme_id, **count)["id"]

    @cached_property
    def area_id(self) -> UUID:
        return self.make.area("Bloemhof")

    @property
    def tile(self) -> dict[str, Any]:
        return {"area_id": self.area_id, "column": 12, "row": 12}

    # what follows

    @cached_property
    def survey_id(self) -> UUID:
        return self.course.survey_id

    @cached_property
    def another_survey_id(self) -> UUID:
        return completed_course(self.city, self.coordinator.id, self.trainer.id, [self.person_id]).survey_id

    @cached_property
    def commented_survey_id(self) -> UUID:
        """Closed, with a comment that nobody has read."""
        survey_id = completed_course(self.city, self.coordinator.id, self.trainer.id, [self.person_id]).survey_id
        for token in links(self.city, survey_id, feedback.FEWEST_ANSWERS):
            answers = {"recommend": 8, "what_helped": "The role play."}
            self.city.ask(feedback.submit_answers, Actor(), key=token, token=token, answers=answers)
        self.make(feedback.close_survey, survey_id=survey_id)
        return survey_id

    @property
    def judged_comments(self) -> dict[str, str]:
        """As the page sends it."""
        asker = Actor(self.coordinator.id, frozenset({COORDINATOR}))
        found = self.city.ask(feedback.comments, asker, survey_id=self.commented_survey_id).data["comments"]
        return {f"comment-{comment['id']}": "release" for comment in found}

    @cached_property
    def link(self) -> str:
        """To the feedback, as it stands in a mail."""
        return links(self.city, self.survey_id, 1)[0]

    # signals, conflict or polarisation, polarisation maps

    @property
    def seen(self) -> dict[str, Any]:
        """In the programme in whose network the expert is, and whose group the trainer gives."""
        where = {"programme_id": str(self.course.programme_id), "area_id": str(self.area_id)}
        return {**where, "kind": "rumour", "observation": "It is told that all has been decided."}

    @property
    def seen_anew(self) -> dict[str, Any]:
        kept = {name: value for name, value in self.seen.items() if name != "programme_id"}
        return {**kept, "observed_on": self.today.isoformat(), "version": 1}

    @cached_property
    def signal_id(self) -> UUID:
        return self.make(municipalities.add_signal, **self.seen, observed_on=self.today)["id"]

    @cached_property
    def judged_signal_id(self) -> UUID:
        self.make(municipalities.judge_signal, signal_id=self.signal_id, judgement="It grows.", version=1)
        return self.signal_id

    @property
    def answered(self) -> dict[str, str]:
        return {"title": "Parking and play", **dict.fromkeys(municipalities.TRIAGE_QUESTIONS, "yes")}

    @cached_property
    def triage_id(self) -> UUID:
        return self.make(municipalities.start_triage, programme_id=self.programme_id, **self.answered)["id"]

    @property
    def drawn(self) -> dict[str, Any]:
        return {"drawn_on": self.today.isoformat(), "phase": "prevention", "us_and_them": "The young and the old"}

    @cached_property
    def issue_without_maps_id(self) -> UUID:
        return self.make(municipalities.add_issue, programme_id=self.programme_id, title="A square")["id"]

    @property
    def issue_id(self) -> UUID:
        return self.issue_without_maps_id

    @cached_property
    def map_id(self) -> UUID:
        return self.make(municipalities.draw_map, issue_id=self.issue_id, **self.drawn)["id"]

    @cached_property
    def issue_with_two_maps_id(self) -> UUID:
        issue_id = self.make(municipalities.add_issue, programme_id=self.programme_id, title="Fireworks")["id"]
        for days in (0, 30):
            day = {"drawn_on": self.today - timedelta(days=days)}
            self.make(municipalities.draw_map, issue_id=issue_id, **self.drawn | day)
        return issue_id

    @property
    def protocol_step(self) -> dict[str, Any]:
        return {"who": "Duty officer", "what": "Tell the coordinator.", "minutes": 60}

    @cached_property
    def protocol_step_id(self) -> UUID:
        return self.make(municipalities.add_protocol_step, programme_id=self.programme_id, **self.protocol_step)["id"]

    @cached_property
    def programme_with_a_protocol_id(self) -> UUID:
        programme_id = self.make.programme()
        self.make(municipalities.add_protocol_step, programme_id=programme_id, **self.protocol_step)
        return programme_id

    @cached_property
    def incident_id(self) -> UUID:
        opened = {"programme_id": self.programme_with_a_protocol_id, "title": "A broken window"}
        return self.make(municipalities.open_incident, **opened)["id"]

    @property
    def incident_step_id(self) -> UUID:
        return self.make(municipalities.incident, incident_id=self.incident_id)["steps"][0]["id"]

    # what the training provider brings

    @property
    def provider(self) -> dict[str, Any]:
        return self.make(networks.provider)

    @cached_property
    def material_id(self) -> UUID:
        material = {"title": "A guide", "kind": "guide", "link": "https://provider.example/guide", "language": "nl"}
        return self.make(networks.add_material, **material, purpose="To prepare a talk.")["id"]

    @cached_property
    def date_id(self) -> UUID:
        return self.make(networks.plan_provider_date, **self.plan, title="Intervision")["id"]

    # what people need, and what is done about it

    @cached_property
    def noted_need_id(self) -> UUID:
        need = {"programme_id": self.programme_id, "kind": "training", "text": "Practise once more."}
        return self.make(feedback.note_need, **need)["id"]

    @property
    def programme_with_needs_id(self) -> UUID:
        return self.make(feedback.need, need_id=self.noted_need_id)["programme_id"]

    @cached_property
    def programme_with_a_draft_id(self) -> UUID:
        """Of what was changed."""
        draft = {"programme_id": self.programme_with_needs_id, "text": "We practise.", "need_ids": [self.noted_need_id]}
        self.make(feedback.save_report_back, **draft)
        return self.programme_id

    @cached_property
    def activity_id(self) -> UUID:
        activity = {"title": "An afternoon of practice", "kind": "session", "planned_on": self.in_a_week}
        planned = {"programme_id": self.programme_with_needs_id, **activity, "need_ids": [self.noted_need_id]}
        return self.make(feedback.plan_activity, **planned)["id"]

    @cached_property
    def post_id(self) -> UUID:
        post = {"kind": "experience", "title": "A good talk", "text": "We kept talking."}
        return self.city.ask(networks.write_post, Actor(self.expert.id), **post).data["id"]

    @cached_property
    def initiative_id(self) -> UUID:
        """In which the expert alone takes part."""
        told = {"title": "Benches on the square", "purpose": "People sit side by side."}
        return self._of_expert(networks.start_initiative, **told)

    @cached_property
    def step_id(self) -> UUID:
        return self._of_expert(networks.add_step, initiative_id=self.initiative_id, text="Count the benches")

    @cached_property
    def need_id(self) -> UUID:
        need = {"kind": "room", "text": "A room for twelve"}
        return self._of_expert(networks.add_need, initiative_id=self.initiative_id, **need)

    @cached_property
    def offer_id(self) -> UUID:
        which = {"initiative_id": self.initiative_id, "need_id": self.need_id}
        return self._of_expert(networks.offer_help, **which, text="Our canteen")

    @cached_property
    def progress_note_id(self) -> UUID:
        return self._of_expert(networks.write_note, initiative_id=self.initiative_id, text="We counted.")

    @cached_property
    def meeting_id(self) -> UUID:
        """Planned by the expert; it began a quarter of an hour ago."""
        now = clock.now().astimezone(ZoneInfo(self.city.settings.time_zone)) - timedelta(minutes=15)
        plan = {"title": "Spring meeting", "date": now.date(), "start_time": now.time().replace(microsecond=0)}
        return self._of_expert(networks.plan_meeting, **plan, minutes=90, place="Library, room 2")

    @cached_property
    def item_id(self) -> UUID:
        return self._of_expert(networks.add_agenda_item, meeting_id=self.meeting_id, text="The square")

    @cached_property
    def action_id(self) -> UUID:
        return self._of_expert(networks.add_action, meeting_id=self.meeting_id, text="Ask the gardeners")

    def _of_expert(self, call: Call, **data: Any) -> UUID:
        return self.city.ask(call, Actor(self.expert.id), **data).data["id"]

    @cached_property
    def intervision_id(self) -> UUID:
        return plan_intervision(self.city, [self.expert.id])

    @cached_property
    def held_intervision_id(self) -> UUID:
        """With two others; the expert, who planned it, brought the case."""
        others = [self.make.person(f"Member {name}") for name in ("Maes", "Mertens")]
        completed_course(self.city, self.coordinator.id, self.trainer.id, others)
        for person_id in others:
            self.city.ask(networks.join, Actor(person_id), **PROFILE, agreed=True)
        return hold_intervision(self.city, [self.expert.id, *others])

    @cached_property
    def answer_id(self) -> UUID:
        """The expert's own."""
        answer = {"post_id": self.post_id, "text": "And then we went on."}
        return self.city.ask(networks.write_answer, Actor(self.expert.id), **answer).data["id"]

    @cached_property
    def my_question_id(self) -> UUID:
        post = {"kind": "question", "title": "A room", "text": "Where is one?"}
        return self.city.ask(networks.write_post, Actor(self.expert.id), **post).data["id"]

    @cached_property
    def others_request_id(self) -> UUID:
        """Advice that is asked of the expert, who alone follows its theme and has nothing else before them."""
        expert = Actor(self.expert.id)
        self.city.ask(networks.follow_theme, expert, theme="social_change", following=True)
        for request in self.city.ask(networks.asked_of_me, expert).data["requests"]:
            self.city.ask(networks.not_now, expert, post_id=request["post_id"])
        post = {"kind": "advice", "title": "A square", "text": "How do we begin?", "theme": "social_change"}
        return self.city.ask(networks.write_post, self.other_member, **post).data["id"]

    @cached_property
    def reported_id(self) -> UUID:
        """What the expert wrote, as another member finds."""
        self.city.ask(networks.report, self.other_member, subject_id=self.post_id, reason="not_for_here")
        return self.post_id

    @cached_property
    def hidden_id(self) -> UUID:
        somebody = Actor(uuid4(), frozenset({COORDINATOR}))
        decision = {"decision": "hidden", "reason": "not_for_here"}
        self.city.ask(networks.decide, somebody, subject_id=self.reported_id, **decision)
        return self.post_id

    @cached_property
    def hidden_still_id(self) -> UUID:
        """Its author asked for somebody else's eyes."""
        self.city.ask(networks.ask_second_look, Actor(self.expert.id), subject_id=self.hidden_id)
        return self.post_id

    def be_asked_again(self) -> None:
        self.city.ask(networks.rest, Actor(self.expert.id), resting=False)

    @cached_property
    def mail_id(self) -> UUID:
        self.make(trainings.invite_people, session_id=self.introduction_id, person_ids=[self.person_id])
        return eventually(self._mail, what="the invitation to be queued")

    def _mail(self) -> UUID | None:
        operator = Actor(uuid4(), frozenset({"operator"}))
        mails = self.city.ask(notifications.mails, operator, per_page=200).data["items"]
        return next((mail["id"] for mail in mails if mail["person_id"] == self.person_id), None)

    @cached_property
    def message_id(self) -> UUID:
        return park(self.city)

    def join_again(self) -> None:
        self.city.ask(networks.join, Actor(self.expert.id), **PROFILE, agreed=True)

    def release_mail(self) -> None:
        self.city.ask(notifications.release_mail, Actor(uuid4(), frozenset({"operator"})))

    # mediations: `mediator` does them, but for those that wait for an answer

    entry_kind = "party"
    day = {"day": "2", "month": "3", "year": "2026"}

    @cached_property
    def mediation_id(self) -> str:
        return making.begun(self.coordinator, self.mediator).rpartition("/")[2]

    @cached_property
    def unasked_mediation_id(self) -> str:
        """Whose mediator is asked, and known as one."""
        return making.asked(self.coordinator, self.mediator)

    @cached_property
    def referred_mediation_id(self) -> str:
        return making.opened(self.coordinator, referred_from="police", consented=True)

    @cached_property
    def closed_mediation_id(self) -> str:
        """Closed, because others took over."""
        address = making.begun(self.coordinator, self.mediator)
        out = {"outcome": "referred", "referred_to": "health", "consented": True}
        self.mediator.api("PUT", f"{address}/outcome", **out)
        return address.rpartition("/")[2]

    @cached_property
    def entry_id(self) -> str:
        """The party of the mediation."""
        return making.party_of(self.mediator, f"/mediations/{self.mediation_id}")

    @cached_property
    def thank_you_entry_id(self) -> str:
        return making.thank_you_of(self.mediator, f"/mediations/{self.mediation_id}")


def new_address() -> str:
    return f"somebody.{uuid4().hex[:8]}@rotterdam.example"
