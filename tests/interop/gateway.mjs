/** Everything a request goes through: faults, login, CSRF, then the CometD library or the REST half. */
import { sendJson, takeOver } from './answer.mjs';
import { Centre } from './centre.mjs';
import { Faults } from './faults.mjs';
import { GwsRest, VERSION } from './gws_rest.mjs';
import { Life } from './life.mjs';
import { Logins } from './logins.mjs';
import { Traffic } from './traffic.mjs';

const PREFIX = '/api/v2';
const NOTIFICATIONS = '/notifications';
const ACCESS_DENIED = { statusCode: 20, statusMessage: 'Access denied' };
const NO_TOKEN = { statusCode: 3, statusMessage: 'Missing or invalid Csrf token' };

export class Gateway {
  /**
   * @param {object} options see DEFAULTS in gws_server.mjs
   * @param {object} bayeux the CometD library behind `handle(messages, request, res)`, `publish`, `kill`, `sessions`,
   *   `setPolicy` and `setOption`
   */
  constructor(options, bayeux) {
    this.options = options;
    this.bayeux = bayeux;
    this.faults = new Faults();
    this.traffic = new Traffic();
    this.logins = new Logins(options);
    this.centre = new Centre(options, (channel, data) => bayeux.publish(channel, data));
    this.life = new Life(this.centre);
    this.rest = new GwsRest(this.centre, options, () => this.endSessions());
  }

  /** Forget every HTTP session and every CometD session, as the other node of a load balancer would not know them. */
  endSessions() {
    this.logins.expire();
    this.bayeux.kill();
  }

  /** Listener for the `request` event of an HTTP server. */
  async handle(req, res) {
    const request = await received(req);
    const record = this.traffic.add(request);
    const fault = this.faults.take(`${request.method} ${request.path} ${record.channels.join(',')}`);
    if (fault) record.fault = fault.mode;
    if (!this.faults.answer(fault, res)) this.#letIn(request, res, fault);
  }

  #letIn(request, res, fault) {
    const session = this.logins.sessionOf(request.headers);
    const isBayeux = request.path.startsWith(PREFIX + NOTIFICATIONS);
    takeOver(res, {
      cookie: () => session?.fresh && `JSESSIONID=${session.id}; Path=/; HttpOnly`,
      rewrite: (body) => (isBayeux && res.statusCode === 200 ? this.faults.patched(body) : body),
      fault,
    });
    if (request.path === `${PREFIX}/diagnostics/version`) sendJson(res, 200, VERSION);
    else if (!session) sendJson(res, 403, ACCESS_DENIED);
    else if (request.method !== 'GET' && !this.logins.tokenIsRight(session, request.headers)) sendJson(res, 403, NO_TOKEN);
    else if (isBayeux) this.#answerBayeux(request, res);
    else this.#answerRest(request, res, session);
  }

  #answerBayeux(request, res) {
    if (request.messages.length > 0) this.bayeux.handle(request.messages, request, res);
    else sendJson(res, 400, { statusCode: 1, statusMessage: 'No Bayeux message' });
  }

  #answerRest(request, res, session) {
    const csrf = this.options.csrf && request.method === 'GET' && { 'X-CSRF-HEADER': 'X-CSRF-TOKEN', 'X-CSRF-TOKEN': session.token };
    const path = request.path.startsWith(PREFIX) ? request.path.slice(PREFIX.length) : '/none';
    const [status, body] = this.rest.answer({ ...request, path, body: request.body ?? {} });
    sendJson(res, status, body, csrf || {});
  }
}

/** The request read to its end: method, path, query, headers, url, JSON body (undefined if it is none), Bayeux messages. */
async function received(req) {
  const { pathname, searchParams } = new URL(req.url, 'http://localhost');
  const { method, url, headers } = req;
  const body = await jsonBody(req);
  const messages = pathname.startsWith(PREFIX + NOTIFICATIONS) ? [body ?? []].flat() : [];
  return { method, url, headers, path: pathname, query: Object.fromEntries(searchParams), body, messages };
}

/** The JSON body of a request, or undefined if there is none or it is not JSON. */
export async function jsonBody(req) {
  const pieces = [];
  try {
    for await (const piece of req) pieces.push(piece);
    return JSON.parse(Buffer.concat(pieces).toString('utf8'));
  } catch {
    return undefined;
  }
}
