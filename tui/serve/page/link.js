// The link to the server, which comes back by itself: later and later, and never for many pages at the same moment.
const FIRST_MS = 500;
const LONGEST_MS = 15_000;
const PATIENCE_MS = 5_000;
const SILENCE_MS = 8_000;
// The codes of tui/serve/viewer.py.
const LEFT = 4000;
const FULL = 4002;
const ELSEWHERE = 4005;
const LOGGED_OUT = 4006;

export class Link {
  // version: of the server that made this page; size: how large the window is; on: what happens when.
  constructor(version, size, on) {
    this.version = version;
    this.size = size;
    this.on = on;
    this.socket = null;
    this.delay = FIRST_MS;
    this.heard = 0;
    this.takes = "";
    this.attempt = 0;
    this.inside = false;
    this.takenOver = "";
  }

  // Open it here although its keys act somewhere else; that page is parted with.
  takeOver() {
    this.takes = "&take=1";
    clearTimeout(this.waiting);
    this.open();
  }

  open() {
    this.attempt += 1;
    this.silence();
    const { columns, rows } = this.size();
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}/look?columns=${columns}&rows=${rows}${this.takes}`);
    this.takes = "";
    socket.binaryType = "arraybuffer";
    socket.onopen = () => (this.heard = performance.now());
    socket.onmessage = (event) => this.take(event.data);
    socket.onclose = (event) => this.closed(event);
    this.socket = socket;
    this.watch(socket);
  }

  // A socket that never opens, or a server that is gone without a word, must not be waited for.
  watch(socket) {
    setTimeout(() => {
      if (socket === this.socket && socket.readyState === WebSocket.CONNECTING) this.drop("no answer");
    }, PATIENCE_MS);
  }

  drop(words) {
    this.silence();
    this.closed({ code: 1006, reason: words });
    return false;
  }

  silence() {
    const socket = this.socket;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
    this.socket = null;
  }

  // Whether it was sent.
  say(...message) {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    // A network that is gone closes nothing; the system would notice after a quarter of an hour.
    if (performance.now() - this.heard > SILENCE_MS) return this.drop("nothing was heard any more");
    this.socket.send(JSON.stringify(message));
    return true;
  }

  take(data) {
    this.heard = performance.now();
    if (typeof data !== "string") return this.on.picture(new Uint8Array(data));
    const [kind, ...more] = JSON.parse(data);
    if (kind === "beat") this.delay = FIRST_MS;
    if (kind === "enter") this.entered();
    if (kind === "size" || kind === "beat") this.on[kind](...more);
  }

  entered() {
    this.inside = true;
    this.takenOver = "";
    this.on.entered();
  }

  closed({ code, reason }) {
    const wasInside = this.inside;
    this.inside = false;
    this.socket = null;
    if (code === LEFT) return this.on.left(reason);
    if (code === LOGGED_OUT) return location.assign("/login");
    if (code === ELSEWHERE) {
      // Who took it over would be gone with the next try, half a second later.
      if (wasInside) this.takenOver = reason;
      this.retry(this.takenOver || reason, "OPEN ELSEWHERE");
      return this.on.elsewhere();
    }
    if (code === FULL) return this.retry(reason, "WAITING");
    this.retry(reason || "the server does not answer");
  }

  retry(why, words = "CONNECTION LOST, RETRYING") {
    const ms = this.delay * (0.5 + Math.random());
    this.delay = Math.min(this.delay * 2, LONGEST_MS);
    this.on.lost(words, why);
    this.waiting = setTimeout(() => this.back(), ms);
  }

  async back() {
    const attempt = this.attempt;
    const next = await this.found();
    // Who has taken over here meanwhile must not be disturbed by the answer.
    if (attempt === this.attempt) next();
  }

  // What to do next. A socket does not say why it was refused, an ordinary answer does.
  async found() {
    try {
      const signal = AbortSignal.timeout(PATIENCE_MS);
      const answer = await fetch("/alive", { cache: "no-store", signal });
      if (answer.status === 401) return () => location.assign("/login");
      // Another version has another page.
      if (answer.ok && (await answer.json()).version !== this.version) return () => location.reload();
      return () => (answer.ok ? this.open() : this.retry(`the server answers with ${answer.status}`));
    } catch {
      return () => this.retry("the server does not answer");
    }
  }
}
