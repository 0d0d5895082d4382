/** Random numbers that repeat for a seed, since Math.random cannot be seeded. */

/** A generator of numbers in [0, 1), the same row for the same `seed` (a linear congruence modulo 2^32). */
export function seededRandom(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  next();
  return next;
}

/** One item of `items`. */
export function pick(items, random) {
  return items[Math.floor(random() * items.length)];
}

/** A copy of `items` in random order. */
export function shuffled(items, random) {
  const copy = [...items];
  for (let last = copy.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    [copy[last], copy[other]] = [copy[other], copy[last]];
  }
  return copy;
}
