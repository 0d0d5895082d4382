/**
 * The wire forms of calls and devices (API.md 5 and 7.1), made from the plain records that centre.mjs keeps.
 * Knows nothing of HTTP or CometD.
 */

const USER_DATA = ['AttachUserData', 'UpdateUserData', 'DeleteUserData', 'DeleteUserDataPair'];
const RECORDING = {
  Stopped: ['StartCallRecording'],
  Recording: ['PauseCallRecording', 'StopCallRecording'],
  Paused: ['ResumeCallRecording', 'StopCallRecording'],
};
const LOCATIONS = { 202: 'Washington D.C.', 303: 'Colorado', 415: 'California', 512: 'Texas', 617: 'Massachusetts' };

/** Area codes whose 555-01xx numbers the callers have. */
export const AREA_CODES = Object.keys(LOCATIONS);

/** What `call` allows now (API.md 5.4), in fixed order. */
export function capabilitiesOf(call) {
  switch (call.state) {
    case 'Ringing':
      return ['Answer', 'ClearCall', ...(call.callType === 'Inbound' ? ['Reject'] : []), ...USER_DATA];
    case 'Dialing':
      return ['Hangup', 'SendDtmf', ...USER_DATA];
    case 'Established':
      return ['Hangup', 'Hold', 'SendDtmf', 'ClearCall', 'SingleStepTransfer', ...USER_DATA,
        ...RECORDING[call.recordingState], call.mute === 'On' ? 'UnmuteCall' : 'MuteCall'];
    case 'Held':
      return ['Retrieve', 'Hangup', 'SingleStepTransfer', ...USER_DATA];
    default:
      return [];
  }
}

/** One other party of a call: an extension, or a number in E.164 with country and location (API.md 5.3). */
function participant(number) {
  const [, area, exchange, line] = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number) ?? [];
  if (!area) return { e164Number: '', formattedPhoneNumber: number, phoneNumber: number, digits: number };
  return {
    phoneNumber: number, digits: number, e164Number: number,
    formattedPhoneNumber: `(${area}) ${exchange}-${line}`,
    location: LOCATIONS[area] ?? 'United States',
    country: { name: 'United States', code: 'US', callingCode: '1' },
  };
}

/**
 * The full call resource of API.md 5.1 as it is at `nowMs`.
 *
 * @param {object} call record of centre.mjs
 * @param {{deviceId: string, externalUrl: string, nowMs: number, shuffled: (names: string[]) => string[]}} view
 */
export function callResource(call, { deviceId, externalUrl, nowMs, shuffled }) {
  const { id, state, connId, ani, dnis, callType, userData, mute, recordingState } = call;
  return {
    id, state, callUuid: id, connId,
    deviceUri: `${externalUrl}/devices/${deviceId}`,
    participants: call.parties.map(participant),
    ...(ani && { ani }), dnis, callType,
    capabilities: shuffled(capabilitiesOf(call)),
    ...(Object.keys(userData).length && { userData: structuredClone(userData) }),
    duration: String(Math.floor((nowMs - call.startedMs) / 1000)),
    mute, recordingState,
    supervisorListeningIn: false, monitoredUserMuted: false, monitoring: false,
    uri: `${externalUrl}/me/calls/${id}`, path: `/calls/${id}`,
  };
}

/** The agent states that can be posted to `/me/channels/voice`, by operation (API.md 2.3; `Lunch` is a custom one). */
export const AGENT_STATES = {
  Ready: { id: '9430250E-0A1B-421F-B372-F29E69366DED', displayName: 'Ready', state: 'Ready' },
  NotReady: { id: '900D55CC-2BB0-431F-8BF9-D3525B383BE6', displayName: 'Not Ready', state: 'NotReady' },
  AfterCallWork: { id: 'D3663509-3D82-4DD3-A82E-2EA8EFA02AEF', displayName: 'After Call Work', state: 'NotReady', workMode: 'AfterCallWork' },
  Offline: { id: '0F7F5003-EF26-4D13-A6Ef-D0C7EC819BEB', displayName: 'Offline', state: 'LoggedOut' },
  Lunch: { id: '6a1f3f6e-4444-4b0c-9f57-1d2c3b4a5968', displayName: 'Lunch', state: 'NotReady', reason: 'Lunch' },
};

/** A device in its first state: active, registered, ready. */
export function newDevice(id, phoneNumber, externalUrl) {
  return {
    id, deviceState: 'Active', userState: AGENT_STATES.Ready,
    phoneNumber, e164Number: '', description: '', telephonyNetwork: 'Private', doNotDisturb: 'Off',
    voiceEnvironmentUri: `${externalUrl}/voice-environments/0b7d54f0-1111-4b6e-8b0a-0c1d2e3f4a5b`,
    capabilities: ['DoNotDisturbOn', 'ForwardCallsOn'], channels: ['voice'], dynamicPhoneNumber: '',
  };
}
