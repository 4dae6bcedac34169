// The room of an intervision. The server says which step it is; between two of its answers the time runs on here, a new
// step is read out, and notes stay in this window: they have no name and belong to no form, so that nothing sends them.

const PREFIX = "notes:";
const said = document.getElementById("room-said");
const notes = document.getElementById("notes");
const key = PREFIX + notes.dataset.notes;
const paper = document.createElement("textarea");

let shown = null;
let since = 0;
let step = null;
let told = 0;

function tick() {
  const room = document.getElementById("room");
  if (room !== shown) {
    shown = room;
    since = Date.now();
    keepNotes(room.dataset.state);
  }
  if (!("seconds" in room.dataset)) return;
  const left = Math.ceil(Number(room.dataset.seconds) - (Date.now() - since) / 1000);
  show(room, left);
  tell(room, left);
}

function show(room, left) {
  const whole = Math.abs(left);
  const seconds = String(whole % 60).padStart(2, "0");
  room.querySelector("[data-clock]").textContent = `${Math.floor(whole / 60)}:${seconds}`;
  room.querySelector("[data-clock-word]").textContent = left < 0 ? room.dataset.over : room.dataset.left;
  room.querySelector(".app-roomclock").classList.toggle("app-roomclock--over", left < 0);
  const share = Math.min(Math.max((100 * left) / Number(room.dataset.whole), 0), 100);
  room.querySelector(".app-bar__fill").setAttribute("width", `${share.toFixed(1)}%`);
}

// Once each: the step, its last minute, its end. What is on the screen when the page comes is read out anyway.
function tell(room, left) {
  const stage = left < 0 ? 2 : left <= 60 ? 1 : 0;
  if (step !== room.dataset.said) {
    if (step !== null) said.textContent = room.dataset.said;
    step = room.dataset.said;
    told = stage;
  } else if (stage > told) {
    said.textContent = stage === 2 ? room.dataset.saidOver : room.dataset.saidMinute;
    told = stage;
  }
}

function keepNotes(state) {
  notes.hidden = state !== "open";
  if (state === "open") return;
  sessionStorage.removeItem(key);
  paper.value = "";
}

paper.className = "govuk-textarea";
paper.rows = 5;
paper.autocomplete = "off";
paper.setAttribute("aria-labelledby", "notes-title");
paper.setAttribute("aria-describedby", "notes-hint");
notes.append(paper);
paper.value = sessionStorage.getItem(key) ?? "";
paper.addEventListener("input", () => sessionStorage.setItem(key, paper.value));
document.addEventListener("htmx:after:swap", tick);
setInterval(tick, 500);
tick();
