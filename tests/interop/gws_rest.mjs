/**
 * The REST half of GWS for one agent (API.md 1 to 3, 6): what is read and what is posted under `/api/v2`, once the
 * request has been let in. Answers are `[HTTP status, body]`.
 */
import { AGENT_STATES } from './call_resource.mjs';
import { agentStateOperation, callOperation, dialOperation } from './operations.mjs';

const HTTP_STATUS = { 0: 200, 1: 400, 2: 400, 3: 403, 4: 500, 6: 404, 7: 200 };
const NOT_FOUND = { statusCode: 6, statusMessage: 'Resource not found' };
const USER_ID = '3c1d7a90b2e84c6fa5d0e1f2a3b4c5d6';
const SUBRESOURCES = ['devices', 'calls', 'channels', 'settings', 'features', 'interactions', 'chats', 'skills', 'groups'];

/** What anybody may read. */
export const VERSION = { statusCode: 0, version: '8.5.202.96' };

export class GwsRest {
  /**
   * @param {import('./centre.mjs').Centre} centre what is read and changed
   * @param {{user: string, effectDelayMs: number, effects: boolean}} options `effectDelayMs` 0 puts the notification
   *   before the response; `effects` false accepts operations and does nothing
   * @param {() => void} endSession ends the HTTP session and the CometD session of the request
   */
  constructor(centre, options, endSession) {
    this.centre = centre;
    this.options = options;
    this.endSession = endSession;
  }

  /** Answer a request: `{method, path, query, body}`, the path without `/api/v2`. */
  answer(request) {
    return request.method === 'GET' ? this.#read(request) : this.#post(request);
  }

  #read({ path, query }) {
    const [collection, id] = path.replace(/^\/me\//, '').replace(/^\//, '').split('/');
    switch (collection) {
      case 'me': case '': return ok({ user: this.#user(query.subresources) });
      case 'calls': return id ? one('call', this.#call(id)) : this.#list('calls', this.centre.resources(), query);
      case 'devices': return id ? one('device', this.#device(id)) : this.#list('devices', [this.centre.device], query);
      case 'services': return this.#list('services', this.centre.services(), query);
      case 'settings': return id === 'agent-states' ? ok({ settings: agentStates() }) : [404, NOT_FOUND];
      default: return [404, NOT_FOUND];
    }
  }

  #post({ path, body }) {
    const [me, collection, id, tail] = path.split('/').slice(1);
    if (me !== 'me') return [404, NOT_FOUND];
    if (!collection) return this.#postMe(body);
    if (collection === 'calls') return this.#operate(callOperation(this.centre, id, body));
    if (collection === 'channels' && id === 'voice') return this.#operate(agentStateOperation(this.centre, body));
    if (collection === 'devices' && tail === 'calls' && this.#device(id)) return this.#operate(dialOperation(this.centre, body));
    return [404, NOT_FOUND];
  }

  #postMe(body) {
    if (body.operationName === 'StartContactCenterSession') return this.#operate({ effect: () => this.centre.setAgentState('NotReady') });
    if (body.operationName !== 'EndContactCenterSession') return this.#operate(agentStateOperation(this.centre, body));
    this.centre.setAgentState('Offline');
    this.endSession();
    return ok({});
  }

  #operate({ refusal, effect }) {
    if (refusal) return [HTTP_STATUS[refusal.statusCode], refusal];
    const { effects, effectDelayMs } = this.options;
    if (effects && effectDelayMs > 0) setTimeout(effect, effectDelayMs);
    else if (effects) effect();
    return ok({});
  }

  #list(name, items, query) {
    if (!query.fields) return ok({ uris: items.map((item) => item.uri ?? `${this.centre.externalUrl}/${name}/${item.id}`) });
    const filters = Object.entries(query).filter(([field]) => field !== 'fields');
    return ok({ [name]: items.filter((item) => filters.every(([field, value]) => String(item[field]) === value)) });
  }

  #call(id) {
    const call = this.centre.call(id);
    return call && this.centre.resource(call);
  }

  #device(id) {
    return id === this.centre.device.id ? this.centre.device : undefined;
  }

  #user(subresources) {
    const asked = subresources === '*' ? SUBRESOURCES : (subresources ?? '').split(',');
    const all = this.#subresources();
    const chosen = Object.fromEntries(asked.filter((name) => name in all).map((name) => [name, all[name]]));
    return {
      id: USER_ID, userName: this.options.user, firstName: 'Agent', lastName: 'One', emailAddress: '', roles: ['ROLE_AGENT'],
      enabled: true, changePasswordOnFirstLogin: false, contactCenterId: '8a8f1f0e-2222-4c7a-9a66-5b5b5b5b5b5b',
      uri: `${this.centre.externalUrl}/users/${USER_ID}`, path: `/users/${USER_ID}`, ...chosen,
    };
  }

  // No `channels`, `interactions` and `chats`: absent rather than empty, as a real server may have it (API.md 3.2).
  #subresources() {
    return {
      devices: [this.centre.device], calls: this.centre.resources(), skills: [], groups: [],
      features: [{ id: 'api-voice', displayName: 'Voice API', description: 'API for Voice' }],
      settings: { 'interaction-workspace': { 'voice.auto-answer': 'false' } },
    };
  }
}

function ok(fields) {
  return [200, { statusCode: 0, ...fields }];
}

function one(name, item) {
  return item ? ok({ [name]: item }) : [404, NOT_FOUND];
}

function agentStates() {
  return Object.entries(AGENT_STATES).map(([operationName, { id, displayName }]) => ({ id, displayName, operationName }));
}
