import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Packr } from 'msgpackr';
import { describe, expect, test } from 'vitest';
import { sampleShot } from '../testing/sample-shot.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { encodeShot, unpack, unpackEach } from './codec.ts';
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

test('several values one behind the other', () => {
  const shots = [sampleShot({ seq: 0 }), sampleShot({ seq: 1 })];
  const read: unknown[] = [];
  unpackEach(Buffer.concat(shots.map(encodeShot)), (value) => read.push(value));
  expect(read).toEqual(shots);
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
