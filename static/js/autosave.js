/* Keeps what is typed, on this device at once and on the server within two seconds.

   For every <form data-autosave="KEY"> inside an element [data-user=ID] that has a hidden field `seq`, the number of its next save,
   and an element [data-save-state] (aria-live). A save is a POST of the form with `do=save`, answered in JSON:

     200 {saved: "10:14", seq: 7}                    409 {problem: "newer", message, seq: 9}
     400 {message}                                   409 {problem: "checked", message}
                                                     409 {problem: "both", message, seq: 9, theirs: "..."}

   A save whose reply never came is sent again exactly as it was before anything newer follows, so that the server
   can tell a repetition from a late arrival. An element [data-autosave-done="KEY"] says that nothing more is to be
   kept under that key. data-autosave-event="NAME" names an event for the page once everything typed is saved. */

const PAUSE = 900;
const LATEST = 1900;
const LONGEST_PAUSE = 30_000;
const PATIENCE = 10_000;
const PREFIX = "touchstone:";
const OFFLINE = "Not saved yet. It is kept on this device and sent when the connection is back.";
const NOT_CHECKED = "Not checked yet: the server could not be reached. Your answer is kept on this device. Try again.";
const SIGNED_OUT = "You have been signed out. Your answer is kept on this device.";
const NOT_TAKEN =
  "Not saved: you may have been signed out, or this is no longer asked. Your answer is kept on this device.";

const SKIPPED = new Set(["csrfmiddlewaretoken", "seq", "do"]);

const savers = new Map();

const storage = {
  read(key) {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  },
  write(key, copy) {
    try {
      localStorage.setItem(key, JSON.stringify(copy));
    } catch {
      /* full or switched off: saving to the server goes on */
    }
  },
  remove(key) {
    try {
      localStorage.removeItem(key);
    } catch {
      /* as above */
    }
  },
};

const storageKey = (user, key) => `${PREFIX}${user}:${key}`;

class Saver {
  constructor(form) {
    this.form = form;
    this.key = storageKey(form.closest("[data-user]")?.dataset.user, form.dataset.autosave);
    this.state = form.querySelector("[data-save-state]");
    this.next = Number(form.elements.seq.value);
    this.sent = null; // {data, seq} of a save whose reply has not come
    this.kept = serialise(form, { isDefault: true }); // what the server holds, as far as this page knows
    this.failures = 0;
    this.halted = ""; // why nothing is sent: "conflict", until a person decides, "signed out", or "wiped"
    form.querySelector("[data-save-button]")?.setAttribute("hidden", "");
    this.restore();
  }

  data() {
    return serialise(this.form);
  }

  get isDirty() {
    return this.sent !== null || this.data() !== this.kept;
  }

  /* The local copy ------------------------------------------------------------------------------------------- */

  keep() {
    if (this.halted === "wiped") return;
    storage.write(this.key, { data: this.data(), seq: this.next, sent: this.sent, time: Date.now() });
  }

  /* Another tab may hold something else under the same key: that stays. */
  forget(data) {
    if (storage.read(this.key)?.data === data) storage.remove(this.key);
  }

  restore() {
    const copy = storage.read(this.key);
    if (copy?.data === this.kept) storage.remove(this.key);
    else if (copy) this.putBack(copy);
    if (this.isDirty) this.typed();
  }

  putBack(copy) {
    this.next = copy.seq;
    this.sent = copy.sent;
    const values = new URLSearchParams(copy.data);
    if (values.get("version") !== new URLSearchParams(this.kept).get("version")) {
      // The question was corrected meanwhile: the answer belongs to the wording it was given to
      this.sent ??= { data: copy.data, seq: copy.seq };
      this.reloads = true;
    } else if (this.data() === this.kept) {
      const time = new Date(copy.time).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
      fill(this.form, values);
      this.say(`Put back what was typed on this device at ${time}.`);
    }
  }

  /* Saving --------------------------------------------------------------------------------------------------- */

  typed() {
    this.keep();
    this.since ??= Date.now();
    this.later(Math.max(0, Math.min(PAUSE, this.since + LATEST - Date.now())));
  }

  later(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), pause);
  }

  /* One save at a time; a second call waits for the same one. */
  send() {
    clearTimeout(this.timer);
    if (this.halted || this.isPaused || !this.isDirty || !this.form.isConnected) return this.running;
    this.running ??= this.sendOnce().finally(() => {
      this.running = undefined;
      if (this.failures === 0 && this.isDirty && !this.halted) this.typed();
    });
    return this.running;
  }

  async sendOnce() {
    this.sent ??= { data: this.data(), seq: this.next };
    this.since = undefined;
    this.keep();
    const sent = this.sent;
    const body = new URLSearchParams(sent.data);
    body.set("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
    body.set("seq", sent.seq);
    body.set("do", "save");
    let response, reply;
    try {
      response = await fetch(this.form.action, {
        method: "POST",
        body,
        headers: { Accept: "application/json" },
        redirect: "manual",
        keepalive: true,
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (response.headers.get("Content-Type")?.startsWith("application/json")) reply = await response.json();
    } catch {
      response = undefined;
    }
    this.answered(sent, response, reply);
  }

  answered(sent, response, reply) {
    if (response?.type === "opaqueredirect" || [401, 403].includes(response?.status)) this.signedOut();
    else if (response?.status === 404 || (response?.ok && !reply)) this.signedOut(NOT_TAKEN); // taken for a visitor
    else if (response?.ok && reply) this.saved(sent, reply);
    else if (reply && response.status === 409) this.refused(reply);
    else if (reply && response.status === 400) this.unreadable(sent, reply);
    else this.failed();
  }

  saved(sent, reply) {
    this.sent = null;
    this.failures = 0;
    this.kept = sent.data;
    this.next = reply.seq + 1;
    this.form.elements.seq.value = this.next;
    if (this.reloads) {
      storage.remove(this.key);
      location.reload();
    } else if (this.isDirty) {
      this.keep();
    } else {
      this.forget(sent.data);
      this.say(`Saved ${reply.saved}`);
      const { autosaveEvent } = this.form.dataset;
      if (autosaveEvent) this.form.dispatchEvent(new Event(autosaveEvent, { bubbles: true }));
    }
  }

  failed() {
    this.failures += 1;
    this.say(OFFLINE, { isError: true });
    this.later(Math.min(LONGEST_PAUSE, 500 * 2 ** this.failures));
  }

  unreadable(sent, reply) {
    this.sent = null;
    this.failures = 0;
    this.kept = sent.data; // the same text would be refused again; the next change is sent
    this.say(reply.message, { isError: true });
  }

  signedOut(words = SIGNED_OUT) {
    this.halted = "signed out";
    const address = this.form.dataset.signIn || "/account/login/";
    const link = document.createElement("a");
    link.href = `${address}?next=${encodeURIComponent(location.pathname + location.search)}`;
    link.textContent = "Sign in to save it";
    this.say(words, { isError: true, more: [link] });
  }

  refused(reply) {
    this.halted = "conflict";
    const choices = {
      newer: [button("Keep mine", () => this.insist(reply.seq + 1)), button("Show the other one", () => this.giveWay())],
      both: [
        button("Put both together", () => this.join(reply)),
        button("Take theirs", () => this.giveWay()),
        theirs(reply.theirs),
      ],
    };
    const more = choices[reply.problem] ?? [button("Reload the page", () => this.giveWay())];
    this.say(reply.message, { isError: true, more });
  }

  /* Several people write one text: theirs first, then what was typed here, to be made one of by a person. */
  join(reply) {
    const field = this.form.elements.text;
    field.value = [reply.theirs, field.value].filter((text) => text.trim()).join("\n\n");
    this.insist(reply.seq + 1);
    field.focus();
  }

  insist(seq) {
    this.next = seq;
    this.sent = null;
    this.kept = undefined;
    this.halted = "";
    this.send();
  }

  giveWay() {
    this.halted = "conflict";
    storage.remove(this.key);
    location.reload();
  }

  /* After a wait or a sign-in: try again at once. */
  wake() {
    if (["conflict", "wiped"].includes(this.halted)) return;
    this.halted = "";
    this.send();
  }

  /* Submitting: a save on its way arrives before the submit, none follows it ------------------------------------ */

  prepare() {
    clearTimeout(this.timer);
    this.isPaused = true;
    this.form.elements.seq.value = this.sent ? this.sent.seq + 1 : this.next;
    if (this.isDirty) this.keep();
  }

  resume(message) {
    this.isPaused = false;
    if (message) this.say(message, { isError: true });
    if (this.isDirty) this.later(PAUSE);
  }

  say(text, { isError = false, more = [] } = {}) {
    if (!this.state || (this.said === text && !more.length)) return;
    this.said = text;
    this.state.classList.toggle("error", isError);
    this.state.replaceChildren(text, ...more.flatMap((element) => [" ", element]));
  }
}

function button(text, action) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "link-button";
  element.textContent = text;
  element.addEventListener("click", action);
  return element;
}

function theirs(text) {
  const element = document.createElement("span");
  element.className = "theirs";
  element.textContent = text || "They left it empty.";
  return element;
}

/* The form as a query string, as it is or as the page came. */
function serialise(form, { isDefault = false } = {}) {
  const values = new URLSearchParams();
  for (const control of form.elements) {
    if (!control.name || SKIPPED.has(control.name) || control.type === "submit") continue;
    if (["radio", "checkbox"].includes(control.type)) {
      if (isDefault ? control.defaultChecked : control.checked) values.append(control.name, control.value);
    } else if (control.options && isDefault) {
      const chosen = [...control.options].find((option) => option.defaultSelected) ?? control.options[0];
      values.append(control.name, chosen.value);
    } else {
      values.append(control.name, isDefault ? control.defaultValue : control.value);
    }
  }
  return values.toString();
}

/* Puts values back: hidden fields belong to the page and stay. */
function fill(form, values) {
  for (const control of form.elements) {
    if (!control.name || ["hidden", "submit", "button"].includes(control.type)) continue;
    if (["radio", "checkbox"].includes(control.type)) {
      control.checked = values.getAll(control.name).includes(control.value);
    } else if (values.has(control.name)) {
      control.value = values.get(control.name);
    }
  }
}

/* Finds forms that are new on the page and forgets those that have gone. */
function scan() {
  for (const form of savers.keys()) if (!form.isConnected) savers.delete(form);
  for (const element of document.querySelectorAll("[data-autosave-done]")) {
    storage.remove(storageKey(element.closest("[data-user]")?.dataset.user, element.dataset.autosaveDone));
  }
  for (const form of document.querySelectorAll("form[data-autosave]")) {
    if (!savers.has(form)) savers.set(form, new Saver(form));
  }
}

/* A shared computer: nothing stays when somebody signs out, and leaving the page writes nothing anew. */
function wipe() {
  for (const saver of savers.values()) saver.halted = "wiped";
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) storage.remove(key);
}

for (const name of ["input", "change"]) {
  document.addEventListener(name, (event) => savers.get(event.target.form)?.typed());
}

document.addEventListener(
  "submit",
  (event) => {
    if (event.target.matches("[data-wipe-drafts]")) wipe();
    const saver = savers.get(event.target);
    if (!saver || event.defaultPrevented) return;
    if (!saver.running) {
      saver.prepare();
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    const submitter = event.submitter;
    saver.running.then(() => saver.form.requestSubmit(submitter));
  },
  true,
);

/* htmx ------------------------------------------------------------------------------------------------------------ */

document.addEventListener("htmx:before:response", (event) => {
  const form = event.detail.ctx.sourceElement;
  const { redirected, status } = event.detail.ctx.response.raw;
  if (!form.closest(".item") || (!redirected && [200, 400, 409, 422].includes(status))) return;
  event.preventDefault(); // a sign-in page or an error page has no place inside a question
  const saver = savers.get(form);
  if (redirected || [401, 403].includes(status)) saver ? saver.signedOut() : location.reload();
  else if (status === 404) saver?.signedOut(NOT_TAKEN);
  else saver?.say(NOT_CHECKED, { isError: true });
});
document.addEventListener("htmx:after:swap", scan);
document.addEventListener("htmx:finally:request", (event) => {
  const { sourceElement, response } = event.detail.ctx;
  savers.get(sourceElement)?.resume(response ? "" : NOT_CHECKED);
});

/* ------------------------------------------------------------------------------------------------------------------ */

const wakeAll = () => savers.forEach((saver) => saver.wake());
addEventListener("online", wakeAll);
addEventListener("pageshow", (event) => {
  if (event.persisted) savers.forEach((saver) => saver.resume());
  wakeAll();
});
document.addEventListener("visibilitychange", wakeAll); // leaving: send now; coming back: perhaps signed in again

scan();
