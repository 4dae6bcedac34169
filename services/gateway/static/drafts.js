// What is typed into a form with data-draft is kept on this phone until the server has it: over a bad connection, a
// closed tab, an answer that was lost. It is sent with the key of the form, so the server takes it once however often
// it comes. It belongs to the person who typed it, and goes when they sign out. Without this file the form just works.

const PREFIX = "draft:";
const MOST_DAYS = 7;
const PATIENCE = 20_000;
const RETRY = 10_000;

// Fields that the server fills in: a draft never brings them back.
const OF_THE_PAGE = /^(csrf_token|idempotency_key|version|treated_before|before-.*|q)$/;

const read = (key) => JSON.parse(localStorage.getItem(key) ?? "null");
const keys = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));

export function startDrafts() {
  keys().filter(isOld).forEach((key) => localStorage.removeItem(key));
  const signOut = document.querySelector("form[action='/sign-out']");
  signOut?.addEventListener("submit", (event) => forgetAll(event, signOut));
  if (signOut) tellOfOthers(signOut);
  const form = document.querySelector("form[data-draft]");
  if (form) new Draft(form);
}

function isOld(key) {
  return Date.now() - read(key).at > MOST_DAYS * 24 * 3600_000;
}

function forgetAll(event, form) {
  if (keys().some((key) => key.startsWith(`${PREFIX}${form.dataset.person}:`)) && !confirm(form.dataset.unsent)) {
    event.preventDefault();
    return;
  }
  keys().forEach((key) => localStorage.removeItem(key));
}

// On any other page: a way back to what was not sent yet.
function tellOfOthers(signOut) {
  const mine = `${PREFIX}${signOut.dataset.person}:`;
  for (const key of keys().filter((key) => key.startsWith(mine))) {
    const path = key.slice(mine.length);
    if (path === location.pathname) continue;
    const link = Object.assign(document.createElement("a"), { className: "govuk-link", href: path });
    link.textContent = signOut.dataset.waits;
    const notice = Object.assign(document.createElement("p"), { className: "app-draft" });
    notice.append(link);
    document.querySelector("main").prepend(notice);
  }
}

class Draft {
  // `kept`: what was typed, by field, upon which version of the record, and when; `sending`: what was sent and not
  // answered yet; `again`: it is to be sent anew after that, because more was typed.
  constructor(form) {
    this.form = form;
    this.key = `${PREFIX}${form.dataset.person}:${location.pathname}`;
    this.status = form.querySelector("[data-draft-status]");
    this.kept = read(this.key) ?? { typed: {}, version: form.elements.version.value, sending: null };
    if ("sent" in form.dataset) this.kept = { ...this.kept, version: form.elements.version.value, sending: null };
    else if (read(this.key)) this.restore();
    form.addEventListener("input", (event) => this.remember(event.target));
    form.addEventListener("submit", (event) => this.submit(event));
    this.status.querySelector("[data-draft-forget]").addEventListener("click", () => this.leave(location.pathname));
    document.querySelector("main").addEventListener("click", (event) => this.keepTheirs(event));
    addEventListener("online", () => this.send());
    addEventListener("pageshow", (event) => event.persisted && location.reload());
    setInterval(() => this.send(), RETRY);
    this.send();
  }

  controls(name) {
    return [...this.form.elements].filter((control) => control.name === name);
  }

  remember(control) {
    if (!control.name || OF_THE_PAGE.test(control.name)) return;
    const same = this.controls(control.name);
    const chosen = same.filter((each) => !isTicked(each) || each.checked);
    this.kept.typed[control.name] = chosen.map((each) => each.value);
    this.kept.at = Date.now();
    this.kept.changed = true;
    this.keep();
    this.say("kept");
  }

  keep() {
    try {
      localStorage.setItem(this.key, JSON.stringify(this.kept));
    } catch {
      // A store that is full: it is sent as usual, and not kept.
    }
  }

  // What was typed goes into the page as it is now. Was the record changed meanwhile by somebody else, sending it
  // shows both versions.
  restore() {
    for (const [name, values] of Object.entries(this.kept.typed)) {
      while (!this.controls(name).length && /^follow_ups-/.test(name)) this.addRow();
      for (const control of this.controls(name)) {
        if (isTicked(control)) control.checked = values.includes(control.value);
        else control.value = values[0] ?? "";
      }
    }
    this.form.elements.version.value = this.kept.version;
    this.say("restored");
    this.status.querySelector("[data-draft-forget]").hidden = Boolean(this.kept.sending);
  }

  say(what) {
    const clock = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short" });
    const text = this.form.dataset[what].replace("%{time}", clock.format(this.kept.at ?? Date.now()));
    this.status.hidden = false;
    this.status.querySelector("p").textContent = text;
  }

  submit(event) {
    event.preventDefault();
    if (event.submitter?.name === "add_row") return this.addRow();
    if (this.kept.sending) this.kept.again = this.kept.changed;
    else this.pack(event.submitter);
    this.kept.at ??= Date.now();
    this.keep();
    this.send();
  }

  pack(submitter) {
    const fields = [...new FormData(this.form)];
    if (submitter?.name) fields.push([submitter.name, submitter.value]);
    this.kept.sending = { to: location.pathname + location.search, fields };
    this.kept.changed = false;
  }

  async send() {
    if (!this.kept.sending || this.isSending) return;
    this.isSending = true;
    this.say("sending");
    const { to, fields } = this.kept.sending;
    const body = new URLSearchParams(fields);
    body.set("csrf_token", this.form.elements.csrf_token.value);
    const headers = { Accept: "application/json" };
    try {
      const answer = await fetch(to, { method: "POST", body, headers, signal: AbortSignal.timeout(PATIENCE) });
      await this.take(answer);
    } catch {
      this.say("waiting");
    } finally {
      this.isSending = false;
    }
  }

  async take(answer) {
    if (answer.redirected) return this.say("signedOut");
    if (answer.status >= 500) return this.say("waiting");
    if (!answer.ok) return this.show();
    const { location: next, version } = await answer.json();
    if (!this.kept.changed) return this.leave(next);
    this.settle(version);
  }

  // Refused: the page that says why comes by the usual way. Nothing was changed, so the key is still good.
  show() {
    const [name, value] = this.kept.sending.fields.at(-1);
    const isButton = this.controls(name).every((control) => control.type === "submit");
    this.kept.sending = null;
    this.keep();
    if (isButton) this.add(name, value);
    HTMLFormElement.prototype.submit.call(this.form);
  }

  // The server has what was sent; more was typed since. From here on that is a change to what it has.
  settle(version) {
    const sent = this.kept.sending.fields;
    this.form.elements.version.value = version;
    this.form.elements.idempotency_key.value += `.${version}`;
    for (const [name, value] of sent) {
      const before = this.form.elements[name.replace("attendance-", "before-")];
      if (name.startsWith("attendance-") && before) before.value = value;
    }
    this.controls("treated_before").forEach((control) => control.remove());
    sent.filter(([name]) => name === "treated").forEach(([, value]) => this.add("treated_before", value));
    this.kept = { ...this.kept, version, sending: null };
    if (this.kept.again) this.pack();
    this.kept.again = false;
    this.keep();
    if (this.kept.sending) setTimeout(() => this.send());
    else this.say("sentBefore");
  }

  add(name, value) {
    this.form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }

  leave(next) {
    localStorage.removeItem(this.key);
    location.assign(next);
  }

  // The way back to what somebody else saved is a link to this page.
  keepTheirs(event) {
    const link = event.target.closest("a");
    if (link?.pathname === location.pathname && !link.hash && !link.target) localStorage.removeItem(this.key);
  }

  addRow() {
    const rows = this.form.querySelectorAll("[data-row]");
    const last = rows[rows.length - 1];
    const number = rows.length;
    const html = last.outerHTML.replaceAll(`follow_ups-${number - 1}-`, `follow_ups-${number}-`);
    last.insertAdjacentHTML("afterend", html);
    const row = last.nextElementSibling;
    row.querySelector("legend").textContent = row.querySelector("legend").textContent.replace(/\d+/, number + 1);
    row.querySelectorAll("input, select").forEach((control) => {
      if (isTicked(control)) control.checked = false;
      else control.value = "";
    });
    row.querySelector("input").focus();
  }
}

function isTicked(control) {
  return control.type === "checkbox" || control.type === "radio";
}
