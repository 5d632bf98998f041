import { once } from 'node:events';
import { createServer, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import sharp from 'sharp';
import { onTestFinished } from 'vitest';

/** A JPEG of one colour, small and real. */
export function makeJpeg(red: number, width = 32, height = 24): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: { r: red, g: 0, b: 0 } } })
    .jpeg()
    .toBuffer();
}

export interface HttpCamera {
  readonly port: number;
  /** Cuts everybody off and stops to listen; a second `start` on the same port brings it back. */
  stop(): Promise<void>;
}

/** An HTTP server on the loopback that goes away with the test. */
export async function serve(answer: RequestListener, port = 0): Promise<HttpCamera> {
  const server = createServer(answer);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  async function stop(): Promise<void> {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  }
  onTestFinished(stop);
  return { port: (server.address() as AddressInfo).port, stop };
}

/** Answers as IP cameras do: a part per picture, at the given rate until the client leaves. */
export function multipart(picture: Buffer, everyMs = 5): RequestListener {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': 'multipart/x-mixed-replace; boundary=frame' });
    const timer = setInterval(() => writePart(response, picture), everyMs);
    response.once('close', () => clearInterval(timer));
  };
}

/** `more` are further headers of the part. */
export function writePart(response: ServerResponse, picture: Buffer, ...more: readonly string[]): void {
  const headers = ['--frame', 'Content-Type: image/jpeg', `Content-Length: ${picture.length}`, ...more];
  response.write(`${headers.join('\r\n')}\r\n\r\n`);
  response.write(picture);
  response.write('\r\n');
}
