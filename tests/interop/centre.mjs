/**
 * What is true in the contact centre: one agent with one device and his calls. Every change is told to `onMessage` as a
 * notification of API.md 4.5. Knows nothing of HTTP or CometD.
 */
import { randomBytes } from 'node:crypto';
import { AGENT_STATES, callResource, newDevice } from './call_resource.mjs';
import { seededRandom, shuffled } from './seeded.mjs';

const DEVICE_ID = '5f0f2a34-4a4c-4f0e-9d0a-7a1f0c9b1101';
const VOICE_ID = '0b7d54f0-1111-4b6e-8b0a-0c1d2e3f4a5b';
const QUEUE_DNIS = '5550180';

export class Centre {
  #calls = new Map();
  #random = seededRandom(7);

  /**
   * @param {{externalUrl: string, phoneNumber: string}} options base of all `uri`s, and the agent's own DN
   * @param {(channel: string, data: object) => void} onMessage told of every notification, in order
   */
  constructor({ externalUrl, phoneNumber }, onMessage) {
    this.externalUrl = externalUrl;
    this.onMessage = onMessage;
    this.device = newDevice(DEVICE_ID, phoneNumber, externalUrl);
    this.voiceState = 'Active';
  }

  /** The calls' records, oldest first. */
  get calls() {
    return [...this.#calls.values()];
  }

  /** The record of one call, or undefined. */
  call(id) {
    return this.#calls.get(id);
  }

  /** The full resource of one call as of now. */
  resource(call) {
    return callResource(call, {
      deviceId: DEVICE_ID, externalUrl: this.externalUrl, nowMs: Date.now(),
      shuffled: (names) => shuffled(names, this.#random),
    });
  }

  /** The full resources of all calls, as `GET /me/calls?fields=*` has them. */
  resources() {
    return this.calls.map((call) => this.resource(call));
  }

  /** A call from outside, or from an extension, begins to ring. `ageS` makes it older than it is. */
  ring({ from = '+12025550143', ageS = 0, ...fields } = {}) {
    const callType = from.startsWith('+') ? 'Inbound' : 'Internal';
    const dnis = callType === 'Inbound' ? QUEUE_DNIS : this.device.phoneNumber;
    return this.#begin({ state: 'Ringing', callType, parties: [from], ani: from, dnis, ...fields }, ageS);
  }

  /** The agent dials `to`. */
  dial({ to, ageS = 0, ...fields }) {
    const callType = to.startsWith('+') ? 'Outbound' : 'Internal';
    return this.#begin({ state: 'Dialing', callType, parties: [to], dnis: to, ...fields }, ageS);
  }

  /** Change fields of a call; a call that becomes `Released` is gone. `unseen` changes it without a word. */
  change(call, fields, notificationType = 'StatusChange', { unseen = false } = {}) {
    Object.assign(call, fields);
    if (call.state === 'Released') this.#calls.delete(call.id);
    if (!unseen) this.#tell(call, notificationType);
  }

  /** Set the agent's state by the operation's name, and tell it even if nothing changed (API.md 4.5). */
  setAgentState(name) {
    this.device.userState = AGENT_STATES[name];
    this.onMessage('/v2/me/devices', { messageType: 'DeviceStateChangeMessage', devices: [structuredClone(this.device)], metrics: metrics() });
  }

  /** Take the Voice backend down (`Inactive`) or up (`Active`). */
  setVoice(state) {
    this.voiceState = state;
    this.onMessage('/notifications/services', { messageType: 'ServiceStateChangeMessage', services: this.services(), metrics: metrics() });
  }

  /** The backends, as `GET /services?fields=*` has them (API.md 1.8). */
  services() {
    const path = `/services/${VOICE_ID}`;
    return [{ id: VOICE_ID, name: 'SIP_Server', type: 'Voice', state: this.voiceState, uri: this.externalUrl + path, path }];
  }

  #begin(fields, ageS) {
    const call = {
      id: randomBytes(16).toString('hex').toUpperCase(), connId: `0071${randomBytes(6).toString('hex')}`,
      startedMs: Date.now() - ageS * 1000, mute: 'Off', recordingState: 'Stopped', userData: {}, ...fields,
    };
    this.#calls.set(call.id, call);
    if (!fields.unseen) this.#tell(call, 'StatusChange');
    return call;
  }

  #tell(call, notificationType) {
    this.onMessage('/v2/me/calls', {
      messageType: 'CallStateChangeMessage', notificationType, call: this.resource(call),
      phoneNumber: this.device.phoneNumber,
      ...(notificationType === 'StatusChange' && { extensions: { BusinessCall: 1, OriginationDN: call.parties[0] ?? '' } }),
      metrics: metrics(),
    });
  }
}

function metrics() {
  return { eventProcessing: { nodeProcessingTimeNanos: 412000, serverGenerationTimestamp: Date.now(), serverProcessingTimeTotalMs: -1 } };
}
