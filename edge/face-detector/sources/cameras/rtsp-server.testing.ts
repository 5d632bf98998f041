import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

const ENCODERS = {
  mjpeg: ['-c:v', 'mjpeg', '-huffman', 'default', '-pix_fmt', 'yuvj420p'],
  h264: ['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-g', '10', '-pix_fmt', 'yuv420p'],
};

export interface RtspServer {
  readonly port: number;
  stop(): Promise<void>;
}

/**
 * An RTSP camera on the loopback: ffmpeg makes the RTP of a test card, 160x120 at 25 fps, and this serves it over TCP as
 * RFC 2326 says, interleaved (10.12). Goes away with the test.
 */
export async function serveRtsp(codec: keyof typeof ENCODERS, port = 0): Promise<RtspServer> {
  const rtp = createSocket('udp4').bind(0, '127.0.0.1');
  await once(rtp, 'listening');
  const card = ['-re', '-f', 'lavfi', '-i', 'testsrc=size=160x120:rate=25'];
  const target = ['-f', 'rtp', `rtp://127.0.0.1:${rtp.address().port}?pkt_size=1200`, '-sdp_file', 'pipe:1'];
  const args = ['-nostdin', '-loglevel', 'fatal', ...card, ...ENCODERS[codec], ...target];
  const encoder = spawn('ffmpeg', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [sdp] = await once(encoder.stdout.setEncoding('utf8'), 'data');

  const clients = new Set<Socket>();
  const server = createServer((socket) => {
    clients.add(socket);
    socket.once('close', () => clients.delete(socket)).on('error', () => socket.destroy());
    serveClient(socket, String(sdp), () => rtp.on('message', (packet) => sendPacket(socket, packet)));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');

  async function stop(): Promise<void> {
    if (!server.listening) return;
    const ended = Promise.all([once(server, 'close'), once(encoder, 'close')]);
    server.close();
    for (const client of clients) client.destroy();
    rtp.close();
    encoder.kill('SIGKILL');
    await ended;
  }
  onTestFinished(stop);
  return { port: (server.address() as AddressInfo).port, stop };
}

function sendPacket(socket: Socket, packet: Buffer): void {
  const header = Buffer.from([0x24, 0, packet.length >> 8, packet.length & 0xff]);
  if (!socket.destroyed) socket.write(Buffer.concat([header, packet]));
}

/** Answers each request as it comes; `onPlay` when packets are to flow. */
function serveClient(socket: Socket, sdp: string, onPlay: () => void): void {
  let buffer = Buffer.alloc(0);
  socket.on('data', (data) => {
    buffer = Buffer.concat([buffer, data]);
    for (;;) {
      // The client's own reports, RTCP, come interleaved as well.
      if (buffer[0] === 0x24) {
        if (buffer.length < 4 || buffer.length < 4 + buffer.readUInt16BE(2)) return;
        buffer = buffer.subarray(4 + buffer.readUInt16BE(2));
        continue;
      }
      const end = buffer.indexOf('\r\n\r\n');
      if (end < 0) return;
      answer(socket, buffer.toString('utf8', 0, end), sdp, onPlay);
      buffer = buffer.subarray(end + 4);
    }
  });
}

function answer(socket: Socket, request: string, sdp: string, onPlay: () => void): void {
  const [method = '', url = ''] = request.split(' ');
  const sequence = /^CSeq: *(\d+)/im.exec(request)?.[1] ?? '0';
  const headers: Record<string, string> = {
    OPTIONS: 'Public: OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN',
    DESCRIBE: `Content-Base: ${url}/\r\nContent-Type: application/sdp\r\nContent-Length: ${Buffer.byteLength(sdp)}`,
    SETUP: 'Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\nSession: 1',
  };
  const body = method === 'DESCRIBE' ? sdp : '';
  socket.write(`RTSP/1.0 200 OK\r\nCSeq: ${sequence}\r\n${headers[method] ?? 'Session: 1'}\r\n\r\n${body}`);
  if (method === 'PLAY') onPlay();
}
