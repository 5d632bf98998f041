import { writeToStream } from 'mqtt-packet';

/**
 * What writes MQTT's packets, for mqtt.js and aedes alike, would else make a Buffer of each number of two bytes when it first
 * writes one, and keep them: 7 MB in each process, to save the making of two or three a packet.
 */
export function keepNoNumbers(): void {
  writeToStream.cacheNumbers = false;
}
