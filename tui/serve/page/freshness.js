// How old the picture is. It is sure only while the run behind it answers; a frozen picture is marked, whatever froze it.
const BEAT_MS = 500;
const STALE_MS = 1500;

export class Freshness {
  // ask: sends a number through server and run, which comes back behind everything that was painted before.
  constructor(ask) {
    this.ask = ask;
    this.asked = [];
    this.number = 0;
    this.seen = null;
    this.sure = false;
    this.words = "CONNECTING";
    this.more = "";
    setInterval(() => this.look(), BEAT_MS);
  }

  look() {
    this.number += 1;
    if (this.ask(this.number)) this.asked.push({ number: this.number, at: now() });
    this.show();
  }

  answered(number) {
    const found = this.asked.findIndex((one) => one.number === number);
    if (found < 0) return;
    this.seen = this.asked[found].at;
    this.asked.splice(0, found + 1);
    this.words = "";
    this.more = "";
    this.show();
  }

  // Its keys act in another page: a press brings them here.
  elsewhere() {
    document.getElementById("take").hidden = false;
  }

  lost(words, more) {
    document.getElementById("take").hidden = true;
    this.asked = [];
    this.words = words;
    this.more = more;
    this.show();
  }

  left(words) {
    document.getElementById("leave").hidden = false;
    document.getElementById("mark").classList.add("calm");
    this.seen = null;
    this.lost(words.toUpperCase(), "");
  }

  show() {
    const old = this.seen === null ? Infinity : since(this.seen);
    this.sure = !this.words && old < STALE_MS;
    document.body.classList.toggle("unsure", !this.sure);
    if (this.sure) return;
    const age = this.seen === null ? "" : `what is seen is ${Math.round(old / 1000)} s old`;
    document.getElementById("mark-words").textContent = this.words || "NO ANSWER";
    document.getElementById("mark-more").textContent = [age, this.more].filter(Boolean).join("; ");
  }
}

// The one clock stands still while a computer sleeps, the other can be set: the picture is as old as either says.
function now() {
  return { steady: performance.now(), wall: Date.now() };
}

function since(then) {
  const at = now();
  return Math.max(at.steady - then.steady, at.wall - then.wall);
}
