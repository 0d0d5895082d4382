/** The process around a gateway: options from argv, two ports on 127.0.0.1, `READY <port> <control port>`, and a sure end. */
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { controlListener, controlVerbs } from './control.mjs';
import { Gateway } from './gateway.mjs';

const DEFAULTS = {
  port: 0, controlPort: 0,
  user: 'agent.one', password: 'not-a-secret', csrf: true, phoneNumber: '5001',
  externalUrl: 'https://gws.example.com/api/v2', // as on a real server, not the address that is reachable here
  effectDelayMs: 5, effects: true,
  timeoutMs: 3000, intervalMs: 0, maxIntervalMs: 30000, sweepPeriodMs: 200,
  multiSessionIntervalMs: 2000, maxSessionsPerBrowser: 1, ack: false,
  key: null, cert: null, // PEM files; both given means TLS
};

/**
 * Run until stdin closes or SIGTERM comes.
 *
 * @param {(options: object) => object | Promise<object>} makeBayeux makes the CometD part, see Gateway
 */
export async function run(makeBayeux) {
  const options = { ...DEFAULTS, ...JSON.parse(process.argv[2] ?? '{}') };
  const gateway = new Gateway(options, await makeBayeux(options));
  const server = newServer(options, (req, res) => gateway.handle(req, res));
  const control = http.createServer(controlListener(controlVerbs(gateway, remembered(server))));
  exitWithParent();
  const ports = [await listening(server, options.port), await listening(control, options.controlPort)];
  console.log(`READY ${ports.join(' ')}`);
}

function newServer({ key, cert }, listener) {
  return key ? https.createServer({ key: readFileSync(key), cert: readFileSync(cert) }, listener) : http.createServer(listener);
}

/** Remembers the server's connections; returns the function that closes them all. */
function remembered(server) {
  const sockets = new Set();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  return () => {
    const closed = sockets.size;
    sockets.forEach((socket) => socket.destroy());
    return { closed };
  };
}

function listening(server, port) {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server.address().port));
  });
}

function exitWithParent() {
  const leave = () => process.exit(0);
  process.on('SIGTERM', leave);
  process.stdin.on('close', leave).on('end', leave).resume();
}
