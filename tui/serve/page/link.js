// The link to the server, which comes back by itself: later and later, and never for many pages at the same moment.
const FIRST_MS = 500;
const LONGEST_MS = 15_000;
const PATIENCE_MS = 5_000;
const SILENCE_MS = 8_000;
// The codes of tui/serve/viewer.py.
const LEFT = 4000;
const FULL = 4002;

export class Link {
  // version: of the server that made this page; size: how large the window is; on: what happens when.
  constructor(version, size, on) {
    this.version = version;
    this.size = size;
    this.on = on;
    this.socket = null;
    this.delay = FIRST_MS;
    this.heard = 0;
  }

  open() {
    const { columns, rows } = this.size();
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}/look?columns=${columns}&rows=${rows}`);
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
    const socket = this.socket;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
    this.closed({ code: 1006, reason: words });
    return false;
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
    if (kind === "enter") this.on.entered();
    if (kind === "size" || kind === "beat") this.on[kind](...more);
  }

  closed({ code, reason }) {
    this.socket = null;
    if (code === LEFT) return this.on.left(reason);
    if (code === FULL) return this.retry(reason, "WAITING");
    this.retry(reason || "the server does not answer");
  }

  retry(why, words = "CONNECTION LOST, RETRYING") {
    const ms = this.delay * (0.5 + Math.random());
    this.delay = Math.min(this.delay * 2, LONGEST_MS);
    this.on.lost(words, why);
    setTimeout(() => this.back(), ms);
  }

  // A socket does not say why it was refused, an ordinary answer does.
  async back() {
    try {
      const signal = AbortSignal.timeout(PATIENCE_MS);
      const answer = await fetch("/alive", { cache: "no-store", signal });
      if (answer.status === 401) return location.assign("/login");
      // Another version has another page.
      if (answer.ok && (await answer.json()).version !== this.version) return location.reload();
      return answer.ok ? this.open() : this.retry(`the server answers with ${answer.status}`);
    } catch {
      return this.retry("the server does not answer");
    }
  }
}
