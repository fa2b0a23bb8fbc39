// A shared staff-room computer: signing out also forgets the answers that this browser keeps for this site.
document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-wipe-drafts]")) return;
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith("touchstone:")) localStorage.removeItem(key);
    }
  } catch {
    // storage is switched off: then nothing was kept
  }
});
