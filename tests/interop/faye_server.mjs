/**
 * GWS with Faye, an independent Bayeux server. `node faye_server.mjs '{"timeoutMs": 3000}'`
 *
 * Faye binds its sessions to nothing but the client id, says `401:<id>:Unknown client`, puts advice into every connect
 * reply, keeps a silent client for twice the timeout (or `maxIntervalMs`, where that is longer), and has no acknowledgement extension and no multiple-clients advice.
 */
import { Readable } from 'node:stream';
import faye from 'faye';
import { run } from './gws_server.mjs';

async function fayeBayeux({ timeoutMs, intervalMs, maxIntervalMs }) {
  const adapter = new faye.NodeAdapter({ mount: '/api/v2/notifications', timeout: timeoutMs / 1000 });
  const engine = adapter._server._engine; // advice and forced ends are not reachable in public
  engine.interval = intervalMs / 1000;
  keepSilentClients(engine._engine, maxIntervalMs / 1000);
  const sessions = rememberSessions(adapter);
  const policy = {};
  const publisher = adapter.getClient();
  // What is published while Faye's local client still connects would overtake its first message.
  await new Promise((connected) => publisher.connect(connected));
  adapter.addExtension({ incoming: (message, request, done) => done(request ? judged(message, policy) : message) });
  return {
    handle: (messages, request, res) => adapter.handle(requestFor(messages, request), res),
    publish: (channel, data) => publisher.publish(channel, data),
    kill: () => [...sessions.keys()].forEach((id) => engine.destroyClient(id)),
    sessions: () => [...sessions].map(([id, subscriptions]) => ({ id, subscriptions: [...subscriptions] })),
    setPolicy: (value) => Object.assign(policy, { denyHandshake: false, denySubscribe: false }, value),
    setOption: (name, value) => setOption(engine, name, Number(value)),
  };
}

/** Twice a short timeout is over before a client on a busy machine has polled again. */
function keepSilentClients(engine, leastS) {
  engine.ping = (clientId) => {
    engine.removeTimeout(clientId);
    engine.addTimeout(clientId, Math.max(2 * engine._server.timeout, leastS), () => engine.destroyClient(clientId), engine);
  };
}

/** The sessions of clients from outside: Faye also counts the local one that publishes. */
function rememberSessions(adapter) {
  const sessions = new Map();
  adapter.addExtension({
    outgoing(message, request, done) {
      if (request && message.channel === '/meta/handshake' && message.successful) sessions.set(message.clientId, new Set());
      done(message);
    },
  });
  adapter.on('disconnect', (id) => sessions.delete(id));
  adapter.on('subscribe', (id, channel) => sessions.get(id)?.add(channel));
  adapter.on('unsubscribe', (id, channel) => sessions.get(id)?.delete(channel));
  return sessions;
}

/** Faye refuses a message to which an extension has put an error. */
function judged(message, policy) {
  const { channel } = message;
  const denied = (policy.denyHandshake && channel === '/meta/handshake' && 'handshake')
    || (policy.denySubscribe && channel === '/meta/subscribe' && 'subscribe')
    || (!channel?.startsWith('/meta/') && 'publish');
  return denied ? { ...message, error: `403:${channel}:${denied} denied` } : message;
}

/** A request whose body can be read once more. */
function requestFor(messages, { method, url, headers }) {
  const body = Readable.from([Buffer.from(JSON.stringify(messages))]);
  return Object.assign(body, { method, url, headers });
}

function setOption(engine, name, valueMs) {
  if (name === 'timeoutMs') engine.timeout = valueMs / 1000;
  else if (name === 'intervalMs') engine.interval = valueMs / 1000;
  else throw new Error(`no option ${name}`);
}

await run(fayeBayeux);
