import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { messageOf, VedetteError } from '@vedette/core/errors';
import { checkShot, describeShot, readPayload, unpackEach } from '@vedette/core/message';
import type { Command } from 'commander';

/** What mosquitto_sub puts behind each message unless told not to (-N); as MessagePack, the number 10. */
const NEWLINE = 0x0a;

/** `vedette decode`: shots on stdin become JSON lines. */
export function addDecodeCommand(program: Command): void {
  program
    .command('decode')
    .description('turn shots on stdin (raw, or hex lines as `mosquitto_sub -F %x` prints them) into JSON lines')
    .action(async () => {
      let broken = 0;
      const complain = (what: string) => {
        broken += 1;
        console.error(`vedette: not a shot: ${what}`);
      };
      if (await beginsWithHex(process.stdin)) await decodeLines(process.stdin, complain);
      else decodeAll(Buffer.concat(await process.stdin.toArray()), complain);
      if (broken > 0) throw new VedetteError(`${broken} of the messages could not be decoded`);
    });
}

async function beginsWithHex(input: Readable): Promise<boolean> {
  await once(input, 'readable');
  const chunk: Buffer | null = input.read();
  if (chunk) input.unshift(chunk);
  return chunk !== null && /^[0-9a-fA-F\s]+$/.test(chunk.toString('latin1', 0, 64));
}

/** A message a line, each decoded as it comes, so that it works behind a live mosquitto_sub. */
async function decodeLines(input: Readable, complain: (what: string) => void): Promise<void> {
  for await (const line of createInterface({ input })) {
    const hex = line.trim();
    if (hex === '') continue;
    if (/^([0-9a-f]{2})+$/i.test(hex)) decodeAll(Buffer.from(hex, 'hex'), complain);
    else complain(`the line ${JSON.stringify(hex.slice(0, 40))} is not hex`);
  }
}

/** Messages one behind the other. Each is printed as it is read, so that a broken end costs none before it. */
function decodeAll(payload: Buffer, complain: (what: string) => void): void {
  const fault = faultOf(payload);
  if (fault !== undefined) {
    complain(fault);
    return;
  }
  try {
    unpackEach(payload, (value) => {
      if (value === NEWLINE) return;
      const checked = checkShot(value);
      if (checked.type === 'shot') console.log(JSON.stringify(describeShot(checked.shot)));
      else complain(checked.detail);
    });
  } catch (error) {
    complain(`not MessagePack: ${messageOf(error)}`);
  }
}

/** What a payload is that holds no message at all. */
function faultOf(payload: Buffer): string | undefined {
  const read = readPayload(payload);
  if (read.type === 'image') return `a bare ${read.header.type} without a message around it`;
  const isNoMessage = read.type === 'unreadable' && (read.reason === 'empty' || read.reason === 'text');
  return isNoMessage ? read.detail : undefined;
}
