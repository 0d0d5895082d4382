/** Calls and changes by the thousand, for measurements: no story, only a size and a rate. */

const FIRST_MARKED = 60;
const HELD_AMONG = 100;
const STEP_MS = 4;

/** Put `n` calls there that nobody is told of, the first the oldest; one of a hundred is held, the others talk. */
export function fill(centre, n) {
  for (let number = 0; number < n; number += 1) {
    const state = number % HELD_AMONG === HELD_AMONG - 1 ? 'Held' : 'Established';
    // No two calls have one party: what is remembered of parties would cost less than where nobody calls twice.
    const area = 200 + (Math.floor(number / 100) % 800);
    const line = String(100 + (number % 100)).padStart(4, '0');
    centre.ring({
      from: `+1${area}555${line}`, unseen: true, state, ageS: 3000 - (2900 * number) / n, recordingState: 'Recording',
      userData: { AccountNumber: String(10_000 + number), Queue: 'Billing', Language: 'English' },
    });
  }
  return { calls: centre.calls.length };
}

/**
 * Changes at a steady rate, dealt to all calls in turn. Every change gives the other party a name of ten letters that says
 * when it was published, in tenths of a millisecond; those of the sixty oldest calls begin with `t`, the others with `u`.
 * Every second name of a call has capitals and letters for digits, so that no letter of a name is like the one before.
 */
export class Paced {
  #timer = null;
  #sent = 0;

  /** @param {import('./centre.mjs').Centre} centre whose calls change */
  constructor(centre) {
    this.centre = centre;
  }

  /** Change `rate` calls a second from now on. */
  start(rate) {
    this.stop();
    const calls = this.centre.calls.filter(({ state }) => state === 'Established');
    const begunMs = performance.now();
    this.#sent = 0;
    this.#timer = setInterval(() => {
      for (const due = ((performance.now() - begunMs) * rate) / 1000; this.#sent < due; this.#sent += 1) this.#change(calls);
    }, STEP_MS);
  }

  /** No more of it; says how many there were. */
  stop() {
    clearInterval(this.#timer);
    return { sent: this.#sent };
  }

  #change(calls) {
    const place = (this.#sent * 7919) % calls.length;
    const stamp = Math.round((performance.timeOrigin + performance.now()) * 10) % 1_000_000_000;
    const digits = `${place < FIRST_MARKED ? 't' : 'u'}${String(stamp).padStart(9, '0')}`;
    const isOdd = Math.floor(this.#sent / calls.length) % 2 === 1;
    const name = isOdd ? digits.toUpperCase().replace(/\d/g, (digit) => 'abcdefghij'[digit]) : digits;
    this.centre.change(calls[place], { parties: [name], mute: this.#sent % 2 ? 'On' : 'Off' }, 'ParticipantsUpdated');
  }
}
