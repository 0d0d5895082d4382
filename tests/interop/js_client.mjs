/**
 * The CometD project's own JavaScript client, logged in to a GWS server, as an independent judge of it.
 *
 * `node js_client.mjs '{"url": "http://127.0.0.1:8090", "user": "agent5001", "password": "…", "topics": ["/v2/me/calls"]}'`
 *
 * Logs in by `GET /api/v2/me`, shakes hands (the library's default appends `/handshake` and so on to the URL) and
 * subscribes in the `/meta/handshake` listener. Prints one JSON object a line: `meta` for every Bayeux reply, `message`
 * for every event, last a `summary`. Obeys JSON lines on stdin: `{"do": "subscribe", "topics": […]}`,
 * `{"do": "unsubscribe", "topic": …}`, `{"do": "batch", "topics": […]}`, `{"do": "disconnect"}`; leaves when stdin closes.
 */
import { createInterface } from 'node:readline';
import { AckExtension, CometD } from 'cometd';
import { adapt } from 'cometd-nodejs-client';

const META = ['handshake', 'connect', 'subscribe', 'unsubscribe', 'disconnect', 'unsuccessful'];
const { url, user, password, topics = [], ack = false, csrf = true } = JSON.parse(process.argv[2]);
const cookies = new Map();
const subscriptions = new Map();
const seen = { messages: [], meta: [] };

function print(line) {
  console.log(JSON.stringify(line));
}

/** One jar for the login and for the library, as a browser has it. */
function keepCookie(_uri, header, done = () => undefined) {
  const [name, value] = header.split(';')[0].split('=');
  cookies.set(name.trim(), value);
  done();
}

function cookiePairs() {
  return [...cookies].map(([name, value]) => `${name}=${value}`);
}

/** Log in with Basic; returns the headers that later requests need. */
async function logIn() {
  const authorization = `Basic ${Buffer.from(`${user}:${password}`, 'latin1').toString('base64')}`;
  const response = await fetch(`${url}/api/v2/me`, { headers: { authorization } });
  await response.text();
  response.headers.getSetCookie().forEach((header) => keepCookie(url, header));
  print({ event: 'login', status: response.status, cookies: [...cookies.keys()] });
  const name = response.headers.get('X-CSRF-HEADER');
  return name && csrf ? { [name]: response.headers.get(name) } : {};
}

function newClient(requestHeaders) {
  adapt({ cookies: { storeCookie: keepCookie, retrieveCookies: (_context, _uri, done) => done(null, cookiePairs()) } });
  const client = new CometD();
  client.unregisterTransport('websocket');
  client.unregisterTransport('callback-polling');
  if (ack) client.registerExtension('ack', new AckExtension());
  client.configure({ url: `${url}/api/v2/notifications`, logLevel: 'error', requestHeaders, maxNetworkDelay: 5000, backoffIncrement: 100 });
  return client;
}

function listen(client) {
  for (const name of META) client.addListener(`/meta/${name}`, (reply) => noteReply(name, reply));
  client.addListener('/meta/handshake', ({ successful }) => {
    subscriptions.clear();
    if (successful) client.batch(() => subscribe(client, topics));
  });
}

function noteReply(name, { successful, subscription, error, advice, ext, failure }) {
  seen.meta.push(name);
  print({ event: 'meta', name, successful, subscription, error, advice, ext, httpStatus: failure?.httpCode });
}

function noteMessage(topic, { channel, data }) {
  const key = JSON.stringify(data);
  seen.messages.push(key);
  print({ event: 'message', topic, channel, data });
}

function subscribe(client, wanted) {
  for (const topic of wanted) subscriptions.set(topic, client.subscribe(topic, (message) => noteMessage(topic, message)));
}

function obey(client, order) {
  switch (order.do) {
    case 'subscribe': return subscribe(client, order.topics);
    case 'batch': return client.batch(() => subscribe(client, order.topics));
    case 'unsubscribe': return client.unsubscribe(subscriptions.get(order.topic));
    case 'disconnect': return client.disconnect(() => setImmediate(leave)); // the listeners hear of it after this callback
    default: return print({ event: 'unknown order', order });
  }
}

function leave() {
  const times = (name) => seen.meta.filter((other) => other === name).length;
  print({
    event: 'summary', received: seen.messages.length, unique: new Set(seen.messages).size,
    handshakes: times('handshake'), connects: times('connect'), subscribes: times('subscribe'), unsuccessful: times('unsuccessful'),
  });
  process.exit(0);
}

const client = newClient(await logIn());
listen(client);
createInterface({ input: process.stdin }).on('line', (line) => obey(client, JSON.parse(line))).on('close', () => process.exit(0));
client.handshake();
