/**
 * GWS with the CometD project's own server for Node.js. `node cometd_server.mjs '{"timeoutMs": 3000, "ack": true}'`
 *
 * The library binds CometD sessions to its BAYEUX_BROWSER cookie and says `402::session_unknown`.
 */
import ackExtension from 'cometd-nodejs-server/ack-extension.js';
import cometd from 'cometd-nodejs-server';
import { run } from './gws_server.mjs';

const LIBRARY_OPTION = {
  timeoutMs: 'timeout', intervalMs: 'interval', maxIntervalMs: 'maxInterval', sweepPeriodMs: 'sweepPeriod',
  multiSessionIntervalMs: 'multiSessionInterval', maxSessionsPerBrowser: 'maxSessionsPerBrowser',
};

function cometdBayeux(options) {
  const given = Object.entries(LIBRARY_OPTION).map(([name, theirs]) => [theirs, options[name]]);
  const server = cometd.createCometDServer({ ...Object.fromEntries(given), browserCookiePath: '/' });
  if (options.ack) server.addExtension(new ackExtension.AcknowledgedMessagesExtension());
  const sessions = rememberSessions(server);
  let policy = {};
  server.policy = {
    canHandshake: (_session, _message, done) => done(undefined, !policy.denyHandshake),
    canSubscribe: (_session, _message, _channel, done) => done(undefined, !policy.denySubscribe),
    canPublish: (_session, _message, _channel, done) => done(undefined, false),
  };
  return {
    handle: (messages, request, res) => server.handle(requestFor(messages, request), res),
    publish: (channel, data) => server.createServerChannel(channel).publish(null, data),
    kill: () => sessions.forEach((session) => dismiss(server, session)),
    sessions: () => [...sessions].map(({ id, subscriptions }) => ({ id, subscriptions: subscriptions.map(({ name }) => name) })),
    setPolicy(value) { policy = value; },
    setOption(name, value) { server.options[libraryOption(name)] = Number(value); },
  };
}

function rememberSessions(server) {
  const sessions = new Set();
  server.addListener('sessionAdded', (session) => sessions.add(session));
  server.addListener('sessionRemoved', (session) => sessions.delete(session));
  return sessions;
}

/** End a session as if it had expired. A held poll is answered first; there is no public way to do the rest. */
function dismiss(server, session) {
  session._scheduler?.resume();
  server._removeServerSession(session, true);
}

/** The library reads the body that was parsed already. */
function requestFor(messages, { method, url, headers }) {
  return { method, url, headers, body: messages };
}

function libraryOption(name) {
  if (!(name in LIBRARY_OPTION)) throw new Error(`no option ${name}`);
  return LIBRARY_OPTION[name];
}

await run(cometdBayeux);
