/* The finder of schools (templates/courses/establishment/finder.html): a combobox over the register.

   The box is a plain search form without this script. With it, what is typed asks the server for a list; arrows move
   through it, Enter or a click chooses, Escape closes. The chosen school becomes a radio button of the page's form. */

const PAUSE = 150;
const LEAST = 2;
const TOO_OFTEN = "That was a little often. Wait a minute, then type on.";
const AWAY = "The search does not answer. Press “Find the school” to try again.";

class Finder {
  constructor(root) {
    this.root = root;
    this.box = root.querySelector("#finder-q");
    this.list = root.querySelector("#finder-list");
    this.status = root.querySelector("[data-finder-status]");
    this.choices = root.querySelector("[data-finder-choices]");
    this.place = -1;
    this.asked = "";
    this.request = null;
    const { box } = this;
    for (const [name, value] of Object.entries({
      role: "combobox",
      "aria-expanded": "false",
      "aria-controls": this.list.id,
      "aria-autocomplete": "list",
    })) {
      box.setAttribute(name, value);
    }
    box.addEventListener("input", () => this.typed());
    box.addEventListener("keydown", (event) => this.pressed(event));
    box.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // or the box would lose the focus
    this.list.addEventListener("click", (event) => this.choose(event.target.closest("[role=option]")));
  }

  get options() {
    return [...this.list.querySelectorAll("[role=option]")];
  }

  get isOpen() {
    return !this.list.hidden;
  }

  typed() {
    clearTimeout(this.timer);
    this.request?.abort();
    const text = this.box.value.trim();
    if (text.length < LEAST) {
      this.close();
      this.status.textContent = "";
      return;
    }
    this.timer = setTimeout(() => this.ask(text), PAUSE);
  }

  async ask(text) {
    this.request = new AbortController();
    try {
      const url = `${this.root.dataset.finder}?${new URLSearchParams({ q: text })}`;
      const reply = await fetch(url, { signal: this.request.signal, headers: { Accept: "text/html" } });
      if (!reply.ok) {
        this.close();
        this.status.textContent = reply.status === 429 ? TOO_OFTEN : AWAY;
        return;
      }
      this.show(await reply.text());
    } catch (error) {
      if (error.name === "AbortError") return;
      this.close();
      this.status.textContent = AWAY;
    }
  }

  show(html) {
    const parsed = new DOMParser().parseFromString(html, "text/html");
    this.list.replaceChildren(...parsed.querySelectorAll("[role=option]"));
    const { length } = this.options;
    this.place = -1;
    this.box.removeAttribute("aria-activedescendant");
    this.list.hidden = length === 0 || document.activeElement !== this.box;
    this.box.setAttribute("aria-expanded", String(this.isOpen));
    this.status.textContent = length
      ? `${length} ${length === 1 ? "school" : "schools"}. Move with the arrow keys, choose with Enter.`
      : "No school has all of these words. Try fewer words, the town, or the postcode.";
  }

  close() {
    this.list.hidden = true;
    this.place = -1;
    this.box.setAttribute("aria-expanded", "false");
    this.box.removeAttribute("aria-activedescendant");
  }

  pressed(event) {
    if (event.key === "Escape" && this.isOpen) {
      event.preventDefault(); // a search box would empty itself
      this.close();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && this.options.length) {
      event.preventDefault();
      if (!this.isOpen) {
        this.list.hidden = false;
        this.box.setAttribute("aria-expanded", "true");
      }
      this.move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && this.isOpen && this.place >= 0) {
      event.preventDefault();
      this.choose(this.options[this.place]);
    }
  }

  move(step) {
    const { options } = this;
    this.place = (this.place + step + options.length + (this.place < 0 && step < 0 ? 1 : 0)) % options.length;
    options.forEach((option, index) => option.setAttribute("aria-selected", String(index === this.place)));
    this.box.setAttribute("aria-activedescendant", options[this.place].id);
    options[this.place].scrollIntoView({ block: "nearest" });
  }

  choose(option) {
    if (!option || option.hasAttribute("aria-disabled")) return;
    const { urn } = option.dataset;
    const label = document.createElement("label");
    label.className = "choice";
    const radio = Object.assign(document.createElement("input"), { type: "radio", name: "urn", value: urn, id: "id_urn" });
    const words = document.createElement("span");
    words.append(...[...option.childNodes].map((node) => node.cloneNode(true)));
    label.append(radio, words);
    const unlisted = this.choices.querySelector("[value=unlisted]");
    unlisted.removeAttribute("id");
    this.choices.replaceChildren(label, unlisted.closest("label"));
    this.root.querySelector(".finder-choice > legend").textContent = "Your school";
    radio.checked = true;
    radio.dispatchEvent(new Event("change", { bubbles: true }));
    this.box.value = words.querySelector(".finder-name").textContent;
    this.close();
    this.status.textContent = `Chosen: ${this.box.value}.`;
    radio.focus();
  }
}

for (const root of document.querySelectorAll("[data-finder]")) new Finder(root);
