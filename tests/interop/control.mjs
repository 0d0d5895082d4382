/** The control plane: `POST /control/<verb>` with a JSON object of parameters, on a port of its own without login. */
import { jsonBody } from './gateway.mjs';
import { fill, Paced } from './paced.mjs';

/**
 * The verbs, by name; each returns what is answered, or nothing for `{}`.
 *
 * @param {import('./gateway.mjs').Gateway} gateway the server that is controlled
 * @param {() => void} cut closes every connection of the server
 */
export function controlVerbs(gateway, cut) {
  const { bayeux, centre, faults, life, logins, options, traffic } = gateway;
  const paced = new Paced(centre);
  const found = ({ id }) => centre.call(id) ?? fail(`no call ${id}`);
  return {
    calls: () => ({ calls: centre.resources(), device: centre.device }),
    ring: (fields) => ({ id: centre.ring(fields).id }),
    dial: (fields) => ({ id: centre.dial(fields).id }),
    change: ({ notificationType, unseen, id, ...fields }) => centre.change(found({ id }), fields, notificationType, { unseen }),
    end: ({ id, unseen }) => centre.change(found({ id }), { state: 'Released' }, 'StatusChange', { unseen }),
    agent: ({ state }) => centre.setAgentState(state),
    voice: ({ state }) => centre.setVoice(state),
    live: (story) => life.start(story),
    quiet: () => ({ steps: life.stop() }),
    publish: ({ channel, data }) => bayeux.publish(channel, data),
    burst: ({ n = 100 }) => burst(centre, Number(n)),
    fill: ({ n }) => fill(centre, Number(n)),
    pace: ({ rate = 0 }) => (Number(rate) > 0 ? paced.start(Number(rate)) : paced.stop()),
    kill: () => bayeux.kill(),
    cut,
    expire: ({ cometd = true }) => (cometd ? gateway.endSessions() : logins.expire()),
    fault: (fault) => faults.add(fault),
    patch: (patch) => faults.addPatch(patch),
    clear: () => faults.clear(),
    policy: (policy) => bayeux.setPolicy(policy),
    option: (values) => Object.entries(values).forEach(([name, value]) => setOption(options, bayeux, name, value)),
    log: () => ({ ...traffic.report(), sessions: bayeux.sessions() }),
    forget: () => traffic.clear(),
  };
}

/** A listener for the `request` event of the control plane's own HTTP server. */
export function controlListener(verbs) {
  return async (req, res) => {
    const { pathname, searchParams } = new URL(req.url, 'http://localhost');
    const parameters = { ...Object.fromEntries(searchParams), ...(await jsonBody(req)) };
    const [status, body] = controlAnswer(verbs[pathname.replace('/control/', '')], parameters);
    res.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  };
}

function controlAnswer(verb, parameters) {
  if (!verb) return [404, { error: 'no such verb' }];
  try {
    return [200, verb(parameters) ?? {}];
  } catch (error) {
    return [400, { error: error.message }];
  }
}

/** `n` changes of user data, dealt to the calls in turn; one call is begun if there is none. */
function burst(centre, n) {
  const calls = centre.calls.length > 0 ? centre.calls : [centre.ring()];
  for (let step = 1; step <= n; step += 1) {
    const call = calls[step % calls.length];
    centre.change(call, { userData: { ...call.userData, Burst: step } }, 'AttachedDataChanged');
  }
}

function setOption(options, bayeux, name, value) {
  if (['effectDelayMs', 'effects', 'csrf'].includes(name)) options[name] = value;
  else bayeux.setOption(name, value);
}

function fail(message) {
  throw new Error(message);
}
