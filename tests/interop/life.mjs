/** The seeded life of the centre: callers call, the agent answers, holds, records and hangs up, without any request. */
import { AREA_CODES } from './call_resource.mjs';
import { pick, seededRandom } from './seeded.mjs';

const MOVES = {
  Ringing: ['answered', 'answered', 'answered', 'released', 'noted'],
  Dialing: ['answered', 'answered', 'answered', 'released'],
  Established: ['held', 'muted', 'recorded', 'noted', 'joined', 'released'],
  Held: ['retrieved', 'retrieved', 'noted', 'released'],
};
const NEXT_RECORDING = { Stopped: 'Recording', Recording: 'Paused', Paused: 'Stopped' };

export class Life {
  #timer = null;
  #steps = 0;

  /** @param {import('./centre.mjs').Centre} centre the centre that lives */
  constructor(centre) {
    this.centre = centre;
  }

  /** Live at `rate` changes per second with about `calls` calls at a time, the same story for the same `seed`. */
  start({ rate = 20, seed = 1, calls = 8 } = {}) {
    this.stop();
    const random = seededRandom(Number(seed));
    this.#timer = setInterval(() => this.#step(Number(calls), random), Math.max(1, 1000 / Number(rate)));
  }

  /** Nothing more happens by itself. */
  stop() {
    clearInterval(this.#timer);
    return this.#steps;
  }

  #step(wanted, random) {
    this.#steps += 1;
    const alive = this.centre.calls;
    const begins = alive.length < wanted && (alive.length === 0 || random() < 0.3);
    if (begins) this.#begin(random);
    else this.#move(pick(alive, random), random);
  }

  #begin(random) {
    const number = random() < 0.2 ? '5002' : `+1${pick(AREA_CODES, random)}55501${String(Math.floor(random() * 100)).padStart(2, '0')}`;
    if (random() < 0.7) this.centre.ring({ from: number, userData: { AccountNumber: String(Math.floor(random() * 90000) + 10000) } });
    else this.centre.dial({ to: number });
  }

  #move(call, random) {
    const [fields, notificationType] = this.#changes(call)[pick(MOVES[call.state], random)];
    this.centre.change(call, fields, notificationType);
  }

  #changes(call) {
    return {
      answered: [{ state: 'Established' }],
      retrieved: [{ state: 'Established' }],
      held: [{ state: 'Held' }],
      released: [{ state: 'Released' }],
      muted: [{ mute: call.mute === 'On' ? 'Off' : 'On' }],
      recorded: [{ recordingState: NEXT_RECORDING[call.recordingState] }, 'CallRecordingStateChange'],
      noted: [{ userData: { ...call.userData, Step: this.#steps } }, 'AttachedDataChanged'],
      joined: [{ parties: call.parties.length > 1 ? call.parties.slice(0, 1) : [...call.parties, '5003'] }, 'ParticipantsUpdated'],
    };
  }
}
