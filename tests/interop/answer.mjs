/** The last step of every answer, ours and the CometD library's: the session cookie, patched replies, and faults of the way out. */
import { gzipSync } from 'node:zlib';

/** Ways to spoil a finished answer; each gets the response, its body and the parameters of the fault. */
export const SPOILERS = {
  /** The server did its work, the answer is lost with the connection. */
  lost: (res) => res.socket?.destroy(),
  /** Half of the announced body, then the connection ends. */
  half(res, body) {
    res.setHeader('Content-Length', body.length);
    res.write(body.subarray(0, Math.floor(body.length / 2)), () => res.socket?.destroy());
  },
  gzip(res, body) {
    res.setHeader('Content-Encoding', 'gzip');
    finish(res, gzipSync(body));
  },
  chunked: (res, body) => inPieces(res, body, 64, 0),
  trickle: (res, body, { bytes = 16, ms = 10 }) => inPieces(res, body, Number(bytes), Number(ms)),
};

/**
 * From now on `res` collects its head and, when ended, goes out by `lastStep`.
 *
 * @param {import('node:http').ServerResponse} res the response to take over
 * @param {{cookie: () => string | undefined, rewrite: (body: Buffer) => Buffer, fault?: object}} lastStep a cookie to
 *   set, a change of the body, and a fault with a mode of SPOILERS
 */
export function takeOver(res, { cookie, rewrite, fault }) {
  const plain = { end: res.end, writeHead: res.writeHead };
  res.writeHead = (status, headers = {}) => collectHead(res, status, headers);
  res.end = (text = '') => {
    Object.assign(res, plain);
    const value = cookie();
    if (value) res.appendHeader('Set-Cookie', value);
    const spoil = SPOILERS[fault?.mode] ?? finish;
    spoil(res, rewrite(Buffer.from(text)), fault);
    return res;
  };
}

/** Send a JSON answer of our own. */
export function sendJson(res, status, body, headers = {}) {
  res.writeHead(status, { 'Content-Type': 'application/json;charset=UTF-8', ...headers });
  res.end(JSON.stringify(body));
}

function collectHead(res, status, headers) {
  res.statusCode = status;
  for (const [name, value] of Object.entries(headers)) {
    // The length is known only once the body is rewritten.
    if (name.toLowerCase() !== 'content-length') res.setHeader(name, value);
  }
  return res;
}

function finish(res, body) {
  if (res.statusCode !== 204) res.setHeader('Content-Length', body.length);
  res.end(body);
}

function inPieces(res, body, bytes, ms) {
  let sent = 0;
  const timer = setInterval(() => {
    if (res.destroyed || sent >= body.length) {
      clearInterval(timer);
      res.end();
    } else {
      res.write(body.subarray(sent, sent += bytes));
    }
  }, ms);
}
