/* Quizzes: after a check the verdict is read out; the reader may take the questions one at a time. */

const VIEW = "touchstone:quiz-view";

document.addEventListener("htmx:after:swap", (event) => {
  const old = event.detail.ctx.sourceElement.closest(".item");
  if (old) document.getElementById(old.id)?.querySelector("[data-focus]")?.focus();
});

class Quiz {
  constructor(root) {
    this.root = root;
    this.bar = root.querySelector("[data-quiz-view]");
    this.position = 0;
    if (this.items.length < 2) return;
    this.bar.hidden = false;
    this.bar.addEventListener("click", (event) => this.pressed(event.target.closest("button")?.value));
    const asked = this.items.findIndex((item) => `#${item.id}` === location.hash);
    this.position = Math.max(0, asked);
    this.isOneAtATime = localStorage.getItem(VIEW) === "one";
    this.show();
    document.addEventListener("htmx:after:swap", () => this.show());
  }

  get items() {
    return [...this.root.querySelectorAll(":scope > .item")];
  }

  pressed(action) {
    if (action === "view") {
      this.isOneAtATime = !this.isOneAtATime;
      localStorage.setItem(VIEW, this.isOneAtATime ? "one" : "all");
    } else if (action) {
      this.position += action === "next" ? 1 : -1;
    }
    this.show();
    if (action && action !== "view") this.items[this.position].querySelector(".item-head").focus();
  }

  show() {
    const items = this.items;
    items.forEach((item, index) => (item.hidden = this.isOneAtATime && index !== this.position));
    for (const button of this.bar.querySelectorAll("button")) {
      if (button.value === "view") button.setAttribute("aria-pressed", this.isOneAtATime);
      else button.hidden = !this.isOneAtATime;
      if (button.value === "previous") button.disabled = this.position === 0;
      if (button.value === "next") button.disabled = this.position === items.length - 1;
    }
  }
}

for (const root of document.querySelectorAll("[data-quiz]")) new Quiz(root);
