import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Packr } from 'msgpackr';
import { describe, expect, test } from 'vitest';
import { messageOf } from '../errors.ts';
import { sampleShot } from '../testing/sample-shot.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { encodeShot, unpack, unpackStream } from './codec.ts';
import { readPayload } from './read.ts';

const INT_64 = 0xd3;

test('the capture time is a 64-bit integer on the wire and a number when it is back', () => {
  const shot = sampleShot({ at: Number.MAX_SAFE_INTEGER });
  const wire = encodeShot(shot);
  const behindKey = wire.indexOf('\xa2at', 0, 'latin1') + 3;
  expect(wire[behindKey]).toBe(INT_64);
  expect(wire.readBigUInt64BE(behindKey + 1)).toBe(BigInt(Number.MAX_SAFE_INTEGER));
  expect(unpack(wire)).toHaveProperty('at', Number.MAX_SAFE_INTEGER);
});

/** The values of a stream of chunks of so many bytes, and what it ended with. */
async function unpackInChunks(bytes: Buffer, size: number): Promise<{ values: unknown[]; fault?: string }> {
  const starts = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => index * size);
  const values: unknown[] = [];
  try {
    const chunks = Readable.from(starts.map((start) => bytes.subarray(start, start + size)));
    for await (const value of unpackStream(chunks)) values.push(value);
  } catch (error) {
    return { values, fault: messageOf(error) };
  }
  return { values };
}

describe('several values one behind the other', () => {
  const shots = [0, 1, 2].map((seq) => sampleShot({ seq }));
  const wire = Buffer.concat(shots.map(encodeShot));

  test.each([1, 7, 1_000, wire.length])('in chunks of %d bytes', async (size) => {
    expect(await unpackInChunks(wire, size)).toEqual({ values: shots });
  });

  test('what stands before a broken or an unfinished one is read', async () => {
    const broken = Buffer.concat([wire, Buffer.from([0xc1])]);
    expect((await unpackInChunks(wire.subarray(0, -1), 100)).values).toEqual(shots.slice(0, 2));
    expect((await unpackInChunks(wire.subarray(0, -1), 100)).fault).toContain('cut off');
    expect((await unpackInChunks(broken, 100)).values.slice(0, 3)).toEqual(shots);
  });
});

test('a payload that defines records does not change how the next one is read', () => {
  const records = new Packr({ useRecords: true, structures: [] });
  const structured = new Packr({ moreTypes: true, structuredClone: true });
  for (const hostile of [records.pack({ a: 1, b: [{ a: 2, b: 3 }] }), structured.pack({ seq: new Set([1]) })]) {
    readPayload(hostile);
    // 0x40..0x7f are small integers, and where records are in force, references to them.
    const shot = sampleShot({ box: [0x40, 0x41, 0x7e, 0x7f] });
    expect(readPayload(encodeShot(shot))).toEqual({ type: 'shot', shot });
  }
});

const python = '/usr/bin/python3';
const hasMsgpack = (() => {
  try {
    execFileSync(python, ['-c', 'import msgpack'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

describe.skipIf(!hasMsgpack)('another MessagePack library (needs python3-msgpack)', () => {
  test('reads a shot with each type as it was meant, and writes the same bytes again', () => {
    const folder = temporaryFolder();
    const shot = sampleShot({ seq: 70_000 });
    const file = join(folder, 'shot.msgpack');
    writeFileSync(file, encodeShot(shot));
    const script = `
import json, msgpack, sys
wire = open(sys.argv[1], 'rb').read()
shot = msgpack.unpackb(wire, raw=False, strict_map_key=True)
types = {key: type(value).__name__ for key, value in shot.items()}
data = shot['image']['data']
# Python writes a positive integer as an unsigned one; both are integers of 64 bits.
again = msgpack.packb(shot, use_bin_type=True).replace(b'\\xa2at\\xcf', b'\\xa2at\\xd3')
print(json.dumps({'types': types, 'at': shot['at'], 'seq': shot['seq'], 'score': shot['score'], 'box': shot['box'],
    'data': data.hex(), 'offset': shot['clock']['offsetMs'], 'same': again == wire}))
`;
    const read = JSON.parse(execFileSync(python, ['-c', script, file], { encoding: 'utf8' }));
    expect(read).toMatchObject({ at: shot.at, seq: 70_000, score: 0.93, box: shot.box, offset: null, same: true });
    expect(read.types).toMatchObject({ v: 'int', at: 'int', seq: 'int', score: 'float', image: 'dict', id: 'str' });
    expect(read.data).toBe(Buffer.from(shot.image.data).toString('hex'));
  });

  test('writes a shot that is read here', () => {
    const folder = temporaryFolder();
    const shot = sampleShot();
    const file = join(folder, 'shot.msgpack');
    writeFileSync(file, encodeShot(shot));
    const script =
      'import msgpack,sys;sys.stdout.buffer.write(msgpack.packb(msgpack.unpackb(open(sys.argv[1],"rb").read())))';
    expect(readPayload(execFileSync(python, ['-c', script, file]))).toEqual({ type: 'shot', shot });
  });
});
