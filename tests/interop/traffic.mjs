/** What the server was asked, for tests that count requests. Holds the names of cookies, never a secret. */
import { cookiesOf } from './logins.mjs';

const MOST_KEPT = 20_000;

export class Traffic {
  #requests = [];

  /** Note a request and return its record, to which the outcome may be added. */
  add({ method, path, messages, headers }) {
    const record = {
      method, path,
      channels: messages.map(({ channel }) => channel),
      subscriptions: messages.flatMap(({ subscription }) => subscription ?? []),
      ack: messages.map(({ ext }) => ext?.ack).find((ack) => ack !== undefined) ?? null,
      cookies: Object.keys(cookiesOf(headers)),
      csrf: 'x-csrf-token' in headers, basic: 'authorization' in headers,
    };
    this.#requests.push(record);
    if (this.#requests.length > MOST_KEPT) this.#requests.shift();
    return record;
  }

  /** All records, and how many there were by path and by channel. */
  report() {
    return {
      requests: this.#requests,
      byPath: counted(this.#requests.map(({ method, path }) => `${method} ${path}`)),
      byChannel: counted(this.#requests.flatMap(({ channels }) => channels)),
    };
  }

  /** Forget what was noted. */
  clear() {
    this.#requests = [];
  }
}

function counted(names) {
  const counts = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
