/* The clock of a meeting: how long you have talked, and about which prompt the plan would be. It tells nobody. */

const place = document.querySelector("[data-meeting-timer]");
const plan = [...document.querySelectorAll(".talk h3 .muted")].map((element) => parseInt(element.textContent, 10));
const total = plan.reduce((sum, minutes) => sum + minutes, 0);
let begun = null;

function start() {
  begun = Date.now();
  tell();
  setInterval(tell, 15_000);
}

function tell() {
  const minutes = Math.floor((Date.now() - begun) / 60_000);
  let left = minutes;
  let number = plan.findIndex((length) => (left -= length) < 0);
  number = number === -1 ? plan.length : number + 1;
  const where = minutes >= total ? "the time of the plan is over" : `by the plan you are at prompt ${number}`;
  place.textContent = `${minutes} of ${total} minutes: ${where}.`;
}

if (place && total) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button quiet";
  button.textContent = "Start the clock";
  button.addEventListener("click", start);
  place.replaceChildren(button);
  place.hidden = false;
}
