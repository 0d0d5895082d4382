/** The faults that tests ask for: which request they hit, and those that answer instead of the server. */
import { SPOILERS } from './answer.mjs';

const PAGE = '<html><head><title>Sign in</title></head><body>Please sign in.</body></html>';
const JSON_TYPE = 'application/json';

const answered = (status, type, body, headers = {}) => (res) => {
  res.writeHead(status, { 'Content-Type': type, ...headers });
  res.end(body);
};

/** Faults that answer at once, by mode; the library and the REST half never see the request. */
const INSTEAD = {
  401: answered(401, 'text/html', PAGE),
  403: answered(403, JSON_TYPE, '{"statusCode":20,"statusMessage":"Access denied"}'),
  '403html': answered(403, 'text/html', PAGE),
  429: answered(429, 'text/plain', 'Too many requests', { 'Retry-After': '1' }),
  500: answered(500, 'text/html', PAGE),
  503: answered(503, 'text/html', PAGE),
  204: (res) => res.writeHead(204).end(),
  html: answered(200, 'text/html', PAGE),
  htmljson: answered(200, JSON_TYPE, PAGE),
  garbage: answered(200, JSON_TYPE, '[{"channel": "/meta/conn'),
  null: answered(200, JSON_TYPE, 'null'),
  object: answered(200, JSON_TYPE, '{"a":1}'),
  empty: answered(200, JSON_TYPE, '[]'),
  nothing: answered(200, JSON_TYPE, ''),
  hang: () => undefined,
  reset: ({ socket }) => (socket?.encrypted ? socket.destroy() : socket?.resetAndDestroy()),
  redirect: (res, { location = '/login' }) => res.writeHead(302, { Location: location }).end(),
};

export class Faults {
  #waiting = [];
  #patches = [];

  /**
   * The next `count` requests whose line contains `match` get the fault `mode`.
   *
   * @throws {Error} for a mode that is not known
   */
  add({ mode, match = '', count = 1, ...rest }) {
    if (!(mode in INSTEAD) && !(mode in SPOILERS)) throw new Error(`no fault ${mode}`);
    this.#waiting.push({ mode: String(mode), match, left: Number(count), ...rest });
  }

  /** The next `count` Bayeux replies on `channel` get the fields of `patch`. */
  addPatch({ channel, patch, count = 1 }) {
    this.#patches.push({ channel, patch, left: Number(count) });
  }

  /** No more faults. */
  clear() {
    this.#waiting = [];
    this.#patches = [];
  }

  /** The fault for a request with this line (`METHOD path channel,channel`), used up by the asking. */
  take(line) {
    const fault = this.#waiting.find(({ left, match }) => left > 0 && line.includes(match));
    if (fault) fault.left -= 1;
    return fault;
  }

  /** Answer by the fault itself. Returns false for faults that spoil the real answer later. */
  answer(fault, res) {
    const instead = INSTEAD[fault?.mode];
    if (instead) instead(res, fault);
    return instead !== undefined;
  }

  /** Patch the replies in the body of a Bayeux answer. */
  patched(body) {
    if (!this.#patches.some(({ left }) => left > 0)) return body;
    return Buffer.from(JSON.stringify(JSON.parse(body).map((message) => this.#patchedMessage(message))));
  }

  #patchedMessage(message) {
    const found = this.#patches.find(({ left, channel }) => left > 0 && channel === message.channel);
    if (!found) return message;
    found.left -= 1;
    return { ...message, ...found.patch };
  }
}
