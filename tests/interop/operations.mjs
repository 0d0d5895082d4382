/** The operations of API.md 6 that this server knows: their effect on the centre, and the envelope they are answered with. */
import { AGENT_STATES, capabilitiesOf } from './call_resource.mjs';

const state = (name) => (centre, call) => centre.change(call, { state: name });
const mute = (value) => (centre, call) => centre.change(call, { mute: value });
const recording = (value) => (centre, call) => centre.change(call, { recordingState: value }, 'CallRecordingStateChange');
const userData = (centre, call, data) => centre.change(call, { userData: data }, 'AttachedDataChanged');

const CALL_OPERATIONS = {
  Answer: { effect: state('Established') },
  Reject: { effect: state('Released') },
  Hangup: { effect: state('Released') },
  ClearCall: { effect: state('Released') },
  SingleStepTransfer: { needs: 'destination', effect: state('Released') },
  Hold: { effect: state('Held') },
  Retrieve: { effect: state('Established') },
  SendDtmf: { needs: 'digits', effect: (centre, call) => centre.change(call, {}, 'DtmfSent') },
  MuteCall: { effect: mute('On') },
  UnmuteCall: { effect: mute('Off') },
  StartCallRecording: { effect: recording('Recording') },
  PauseCallRecording: { effect: recording('Paused') },
  ResumeCallRecording: { effect: recording('Recording') },
  StopCallRecording: { effect: recording('Stopped') },
  AttachUserData: { needs: 'userData', effect: (centre, call, body) => userData(centre, call, { ...call.userData, ...body.userData }) },
  UpdateUserData: { needs: 'userData', effect: (centre, call, body) => userData(centre, call, { ...call.userData, ...body.userData }) },
  DeleteUserDataPair: { needs: 'key', effect: deleteUserDataPair },
  DeleteUserData: { effect: (centre, call) => userData(centre, call, {}) },
};

function deleteUserDataPair(centre, call, { key }) {
  const { [key]: _gone, ...rest } = call.userData;
  userData(centre, call, rest);
}

const REFUSED = {
  missing: { statusCode: 1, statusMessage: 'Required parameter missing' },
  state: { statusCode: 2, statusMessage: 'Operation is not valid in the current state' },
  unknown: { statusCode: 3, statusMessage: 'Unknown operation' },
  noCall: { statusCode: 6, statusMessage: 'Resource not found' },
  inactive: { statusCode: 4, statusMessage: 'Device is not registered.' },
};

/**
 * Judge one operation on a call. Nothing is changed yet.
 *
 * @returns {{refusal: object} | {effect: () => void}} the envelope of the refusal, or what to do
 */
export function callOperation(centre, id, body) {
  const call = centre.call(id);
  if (!call) return { refusal: REFUSED.noCall };
  const operation = CALL_OPERATIONS[body.operationName];
  if (!operation) return { refusal: REFUSED.unknown };
  if (!capabilitiesOf(call).includes(body.operationName)) return { refusal: REFUSED.state };
  if (operation.needs && body[operation.needs] === undefined) return { refusal: REFUSED.missing };
  return { effect: () => centre.call(id) && operation.effect(centre, call, body) };
}

/** Judge `Dial`, posted to `/me/devices/{id}/calls`; result as of callOperation. */
export function dialOperation(centre, body) {
  if (body.operationName !== 'Dial') return { refusal: REFUSED.unknown };
  const to = body.destination?.phoneNumber;
  if (!to) return { refusal: REFUSED.missing };
  if (centre.device.deviceState !== 'Active') return { refusal: REFUSED.inactive };
  return { effect: () => centre.dial({ to, userData: body.userData ?? {} }) };
}

/** Judge an agent state operation; result as of callOperation. */
export function agentStateOperation(centre, body) {
  if (!Object.hasOwn(AGENT_STATES, body.operationName)) return { refusal: REFUSED.unknown };
  return { effect: () => centre.setAgentState(body.operationName) };
}
