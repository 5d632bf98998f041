import { messageOf, VedetteError } from '@vedette/core/errors';
import { checkShot, describeShot, readPayload, unpackAll } from '@vedette/core/message';
import type { Command } from 'commander';

/** `vedette decode`: shots on stdin become JSON lines. */
export function addDecodeCommand(program: Command): void {
  program
    .command('decode')
    .description('turn shots on stdin (raw, or hex lines as `mosquitto_sub -F %x` prints them) into JSON lines')
    .action(async () => {
      let broken = 0;
      for await (const payload of readPayloads(process.stdin)) {
        for (const line of decodePayload(payload)) {
          if (line.error === undefined) console.log(line.json);
          else {
            broken += 1;
            console.error(`vedette: not a shot: ${line.error}`);
          }
        }
      }
      if (broken > 0) throw new VedetteError(`${broken} of the messages could not be decoded`);
    });
}

/** Hex lines are decoded as they come, so that it works behind a live mosquitto_sub; raw bytes end with the input. */
async function* readPayloads(input: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  let isHex: boolean | undefined;
  for await (const chunk of input) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    isHex ??= /^[0-9a-fA-F\s]+$/.test(rest.subarray(0, 64).toString('latin1'));
    if (!isHex) continue;
    const lines = rest.toString('latin1').split('\n');
    rest = Buffer.from(lines.pop() ?? '', 'latin1');
    for (const line of lines) if (line.trim() !== '') yield Buffer.from(line.trim(), 'hex');
  }
  if (isHex) rest = Buffer.from(rest.toString('latin1').trim(), 'hex');
  if (rest.length > 0) yield rest;
}

/** One line a message; a payload may hold several, one behind the other. */
function decodePayload(payload: Buffer): { json?: string; error?: string }[] {
  const first = readPayload(payload);
  if (first.type === 'image') return [{ error: `a bare ${first.header.type} without a message around it` }];
  if (first.type === 'unreadable' && first.reason !== 'schema' && first.reason !== 'broken')
    return [{ error: first.detail }];
  let values: unknown[];
  try {
    values = unpackAll(payload);
  } catch (error) {
    return [{ error: `not MessagePack: ${messageOf(error)}` }];
  }
  return values.map((value) => {
    const checked = checkShot(value);
    return checked.type === 'shot' ? { json: JSON.stringify(describeShot(checked.shot)) } : { error: checked.detail };
  });
}
