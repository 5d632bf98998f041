import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPayload, type Shot } from '@vedette/core/message';
import { eventually, sharedFile, temporaryFolder } from '@vedette/core/testing';
import { keysIn } from './bucket.ts';
import { type House, layHouse } from './house.ts';
import { run } from './running.ts';
import { vedette } from './vedette.ts';

const LIMIT_MS = 60_000;

/** A house whose cloud is away, which looks at pictures again and again, each time with other settings. */
export interface PrivateHouse {
  /** Has the faces in the pictures sent by a camera of this name, and waits until the forwarder has all of them. */
  look(camera: string, settings: readonly string[]): Promise<void>;
  /** All that came by on the edge broker from the first look on, as `mosquitto_sub` prints it. */
  wire(): readonly { readonly topic: string; readonly payload: Buffer }[];
  /** The shots among that. */
  shotsOf(camera: string): Shot[];
  /** What the edge broker and the forwarder have on the disk, file by file. */
  onDisk(): Buffer[];
  /** Starts the cloud, and waits until it has everything: the objects of each camera. */
  deliver(): Promise<(camera: string) => Map<string, Buffer>>;
}

/** `pictures`: files of ../shared/testdata/images. */
export async function privateHouse(pictures: readonly string[]): Promise<PrivateHouse> {
  const cwd = temporaryFolder();
  const folder = join(cwd, 'pictures');
  mkdirSync(folder);
  for (const file of pictures) cpSync(sharedFile(`testdata/images/${file}`) ?? '', join(folder, file));
  const house = await layHouse({ brokers: 'aedes', cwd });
  house.start('edge-broker', 'forwarder');
  const waitsForTheCloudAlone = async () => (await house.trouble('forwarder')).startsWith('no connection to the cloud');
  await eventually('the edge runs', waitsForTheCloudAlone);
  const wire = await listen(house);
  const shots = () => wire().filter(({ topic }) => topic.endsWith('/shot'));
  const spooled = () => house.metric('forwarder', 'vedette_forwarder_spool_entries');
  return {
    wire,
    async look(camera, settings) {
      const before = shots().length;
      const args = ['--source', `dir:${folder}`, '--camera', camera, '--http-port', '0', ...settings];
      const { code, stderr } = await vedette(['face-detector', ...args], { cwd }).exit;
      if (code !== 0) throw new Error(stderr);
      const areAllThere = async () => shots().length > before && (await spooled()) === shots().length;
      await eventually('all shots are spooled', areAllThere, LIMIT_MS);
    },
    shotsOf: (camera) =>
      shots().flatMap(({ topic, payload }) => (topic.includes(`/${camera}/`) ? [shotOf(payload)] : [])),
    onDisk: () => filesUnder(join(cwd, 'data')),
    async deliver() {
      house.start('cloud-broker', 'image-sink');
      await eventually('nothing waits', async () => (await spooled()) === 0, LIMIT_MS);
      return (camera) => objectsOf(house, camera);
    },
  };
}

/** What `mosquitto_sub` gets from now on, as it comes. */
async function listen({ edgeUrl, cwd }: House): Promise<PrivateHouse['wire']> {
  const { port } = new URL(edgeUrl);
  const sub = run('mosquitto_sub', 'mosquitto_sub', ['-p', port, '-q', '1', '-t', '#', '-F', '%t %x', '-d'], { cwd });
  await sub.says(/SUBACK/);
  return () =>
    sub
      .stdout()
      .split('\n')
      .slice(0, -1) // the last may have come in part
      .map((line) => /^(?<topic>vedette\/\S+) (?<hex>[0-9a-f]+)$/.exec(line)?.groups)
      .flatMap((line) =>
        line ? [{ topic: line['topic'] ?? '', payload: Buffer.from(line['hex'] ?? '', 'hex') }] : [],
      );
}

function shotOf(payload: Buffer): Shot {
  const read = readPayload(payload);
  if (read.type !== 'shot') throw new Error(`no shot: ${JSON.stringify(read)}`);
  return read.shot;
}

function filesUnder(folder: string): Buffer[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)));
}

/** By key, what describes an image included. */
function objectsOf({ bucket }: House, camera: string): Map<string, Buffer> {
  const keys = keysIn(bucket).filter((key) => key.includes(`/camera=${camera}/`));
  return new Map(keys.map((key) => [key, readFileSync(join(bucket, key))]));
}
