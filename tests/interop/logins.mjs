/** HTTP sessions of one user: Basic once, then the JSESSIONID cookie, and a CSRF token for each session (API.md 1.2, 1.3). */
import { randomBytes } from 'node:crypto';

export class Logins {
  #sessions = new Map();

  /** @param {{user: string, password: string, csrf: boolean}} options the only login, and whether POSTs need the token */
  constructor({ user, password, csrf }) {
    this.basic = `Basic ${Buffer.from(`${user}:${password}`, 'latin1').toString('base64')}`;
    this.csrf = csrf;
  }

  /** The session that a request belongs to: `{id, token, fresh}`, made anew for right Basic credentials, else null. */
  sessionOf(headers) {
    const known = this.#sessions.get(cookiesOf(headers).JSESSIONID);
    if (known) return { ...known, fresh: false };
    return headers.authorization === this.basic ? { ...this.#begin(), fresh: true } : null;
  }

  /** Whether a request that changes something carries the token of its session. */
  tokenIsRight(session, headers) {
    return !this.csrf || headers['x-csrf-token'] === session.token;
  }

  /** Forget one session, or all. */
  expire(id) {
    if (id) this.#sessions.delete(id);
    else this.#sessions.clear();
  }

  #begin() {
    const session = { id: randomBytes(12).toString('hex'), token: randomBytes(12).toString('hex') };
    this.#sessions.set(session.id, session);
    return session;
  }
}

/** The cookies of a request by name. */
export function cookiesOf(headers) {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  return Object.fromEntries(pairs.filter(([name]) => name));
}
