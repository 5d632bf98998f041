// A publisher that costs next to nothing, so that it is not what is measured: MQTT 3.1.1 packets that are made beforehand,
// written to a bare socket, with several in flight.
import { once } from 'node:events';
import { createConnection } from 'node:net';

const CONNECT = Buffer.from([0x10, 12, 0, 4, ...Buffer.from('MQTT'), 4, 2, 0, 0, 0, 0]);
/** CONNACK and PUBACK are as long as that; nothing else comes. */
const ANSWER_BYTES = 4;

/** A QoS 1 PUBLISH. */
export function publishPacket(topic, payload, id) {
  const head = Buffer.from([topic.length >> 8, topic.length & 255, ...Buffer.from(topic), id >> 8, id & 255]);
  const length = [];
  for (let rest = head.length + payload.length; rest > 0; rest >>= 7)
    length.push((rest & 127) | (rest > 127 ? 128 : 0));
  return Buffer.concat([Buffer.from([0x32, ...length]), head, payload]);
}

/** Connects. `publishAll(packets, mayHave)` resolves with the last PUBACK; `mayHave()` says how many may be out by now. */
export async function connectPublisher(port) {
  const socket = createConnection({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  let answers = -1; // the CONNACK
  let bytes = 0;
  let heard = () => undefined;
  socket.on('data', ({ length }) => {
    bytes += length;
    answers = Math.floor(bytes / ANSWER_BYTES) - 1;
    heard();
  });
  socket.write(CONNECT);
  while (answers < 0) await once(socket, 'data');
  return {
    publishAll(packets, mayHave) {
      return new Promise((resolve) => {
        let sent = 0;
        const send = () => {
          const until = Math.min(packets.length, mayHave(answers));
          socket.cork();
          while (sent < until) socket.write(packets[sent++]);
          socket.uncork();
        };
        const timer = setInterval(send, 2);
        heard = () => {
          if (answers < packets.length) return send();
          clearInterval(timer);
          resolve();
        };
        send();
      });
    },
    close: () => socket.destroy(),
  };
}
