// A network camera on the loopback: the pictures of a folder, in the order of their names and over again, as MJPEG.
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { now } from './event-log.mjs';

/** Serves one client. `play(start)` shows frame k at start + k / rate and resolves with the last; `url` is its address. */
export async function openCamera(folder, { rate, frames }) {
  const pictures = readdirSync(folder)
    .filter((name) => /\.jpe?g$/i.test(name))
    .sort()
    .map((name) => readFileSync(join(folder, name)));
  if (pictures.length === 0) throw new Error(`there are no JPEGs in ${folder}`);
  const viewers = new Set();
  const server = createServer((_request, response) => {
    response.socket.setNoDelay(true);
    response.writeHead(200, { 'content-type': 'multipart/x-mixed-replace; boundary=frame' });
    show(response, pictures[0]); // so that the detector is warm
    viewers.add(response);
    response.once('close', () => viewers.delete(response));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    async play(start) {
      for (let k = 0; k < frames; k++) {
        const ms = Number(start - now()) / 1e6 + (k * 1_000) / rate;
        if (ms > 0) await sleep(ms);
        for (const viewer of viewers) show(viewer, pictures[k % pictures.length]);
      }
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function show(response, picture) {
  response.cork();
  response.write(`--frame\r\nContent-Type: image/jpeg\r\nContent-Length: ${picture.length}\r\n\r\n`);
  response.write(picture);
  response.write('\r\n');
  response.uncork();
}
