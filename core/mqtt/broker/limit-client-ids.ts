import type { Aedes } from 'aedes';
import { MAX_CLIENT_ID_BYTES } from '../client-id.ts';

/** CONNACK of MQTT 3.1.1. */
const IDENTIFIER_REJECTED = 2;

/** Turns away who calls itself at great length, up to the 64 KiB of MQTT: a client id is kept as long as its session. */
export function limitClientIds(aedes: Aedes): void {
  const authenticate = aedes.authenticate.bind(aedes);
  aedes.authenticate = (client, username, password, done) => {
    const bytes = Buffer.byteLength(client.id);
    if (bytes <= MAX_CLIENT_ID_BYTES) return authenticate(client, username, password, done);
    const refusal = new Error(`a client id of ${bytes} bytes, where ${MAX_CLIENT_ID_BYTES} are allowed`);
    client.id = client.id.slice(0, 64); // for the log
    done(Object.assign(refusal, { returnCode: IDENTIFIER_REJECTED }), null);
  };
}
