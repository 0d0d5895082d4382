/**
 * The CometD project's own JavaScript client as a program would use it: it parses, and keeps the calls in a Map.
 *
 * `node js_map.mjs '{"url": "…", "user": "…", "password": "…"}'` prints lines of JSON as `tests/bench/programs/counting.py` does.
 */
import { CometD } from 'cometd';
import { adapt } from 'cometd-nodejs-client';

const STEP = 2500;
const { url, user, password } = JSON.parse(process.argv[2]);
const calls = new Map();
let count = 0;
let begun = null;

const say = (line) => console.log(JSON.stringify(line));
const cpu = () => process.cpuUsage(begun.cpu);

function take({ data }) {
  if (data.call.state === 'Released') calls.delete(data.call.id);
  else calls.set(data.call.id, data.call);
  count += 1;
  if (count % STEP !== 0) return;
  const { user: mine, system } = cpu();
  say({ count, cpu_s: (mine + system) / 1e6, s: (performance.now() - begun.at) / 1000 });
}

adapt();
const client = new CometD();
client.unregisterTransport('websocket');
client.unregisterTransport('callback-polling');
const authorization = `Basic ${Buffer.from(`${user}:${password}`, 'latin1').toString('base64')}`;
client.configure({ url: `${url}/api/v2/notifications`, logLevel: 'error', requestHeaders: { Authorization: authorization } });
client.handshake(() => client.subscribe('/v2/me/calls', take, () => {
  begun = { cpu: process.cpuUsage(), at: performance.now() };
  say({ ready: true });
}));
process.stdin.on('close', () => process.exit(0)).resume();
