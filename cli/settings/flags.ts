import { leavesOf, type Tree } from '@vedette/core/config';
import { type Command, Option } from 'commander';
import { z } from 'zod';
import { settingsSchema } from './schema.ts';

/** A flag and the settings that it stands for. */
interface Flag {
  readonly flag: string;
  readonly help: string;
  readonly paths: readonly (readonly [string, ...string[]])[];
}

/** The settings that have a flag of their own; `--set` reaches all the others. */
const FLAGS = {
  source: {
    flag: '--source <src>',
    help: 'sim[:people=3,fps=10], dir:PATH, video:PATH, /dev/video0, rtsp://…, http://…, webcam:DEVICE, gst:PIPELINE or opencv:0',
    paths: [['faceDetector', 'source']],
  },
  select: { flag: '--select <which>', help: 'every, track or auto', paths: [['faceDetector', 'select']] },
  model: {
    flag: '--model <model>',
    help: 'auto, blazeface, yunet, a name that `vedette models` shows, or a file',
    paths: [['faceDetector', 'model']],
  },
  camera: { flag: '--camera <name>', help: 'name of the camera', paths: [['faceDetector', 'camera']] },
  bucket: {
    flag: '--bucket <url>',
    help: 'file:PATH or s3://BUCKET/PREFIX?endpoint=URL; bucket/ in the data folder unless given',
    paths: [['imageSink', 'bucket']],
  },
  catalog: {
    flag: '--catalog <url>',
    help: 'file:PATH or postgres://USER@HOST:PORT/DATABASE; catalog.db in the data folder unless given',
    paths: [['catalog', 'url']],
  },
  edge: {
    flag: '--edge <url>',
    help: "the edge's broker",
    paths: [
      ['faceDetector', 'brokerUrl'],
      ['forwarder', 'edgeUrl'],
    ],
  },
  cloud: {
    flag: '--cloud <url>',
    help: "the cloud's broker",
    paths: [
      ['forwarder', 'cloudUrl'],
      ['imageSink', 'brokerUrl'],
      ['api', 'brokerUrl'],
    ],
  },
  data: { flag: '--data <dir>', help: 'folder for what must survive a restart', paths: [['data']] },
  site: { flag: '--site <name>', help: 'name of the place', paths: [['site']] },
  device: { flag: '--device <name>', help: 'name of this machine; its host name unless given', paths: [['device']] },
  edgePort: {
    flag: '--edge-port <n>',
    help: 'port of the edge broker, 0 for a free one',
    paths: [['edgeBroker', 'port']],
  },
  cloudPort: {
    flag: '--cloud-port <n>',
    help: 'port of the cloud broker, 0 for a free one (default: 1884, with TLS 8883)',
    paths: [['cloudBroker', 'port']],
  },
  httpPort: {
    flag: '--http-port <n>',
    help: 'port of the page, the API, /healthz, /readyz and /metrics',
    paths: [['http', 'port']],
  },
  logLevel: { flag: '--log-level <level>', help: 'debug, info, warn, error or silent', paths: [['log', 'level']] },
} as const satisfies Record<string, Flag>;

export type FlagName = keyof typeof FLAGS;

const LEAVES = leavesOf(settingsSchema);

/** Gives a command the flags of settings, beside `--config` and `--set` that all of them have. */
export function addSettingFlags(command: Command, names: readonly FlagName[]): Command {
  command.option('-c, --config <file>', 'YAML file (default: vedette.yaml where there is one)');
  for (const name of names) command.addOption(new Option(FLAGS[name].flag, FLAGS[name].help + defaultOf(FLAGS[name])));
  const set = new Option('--set <path=value>', 'any setting, e.g. forwarder.windowBytes=100000');
  return command.addOption(set.argParser((value, before?: string[]) => [...(before ?? []), value]));
}

/** What the flags of a command line say, as a tree of settings, still as text. */
export function flagTree(options: Record<string, unknown>): Tree {
  const tree: Tree = {};
  for (const [name, { paths }] of Object.entries<Flag>(FLAGS)) {
    const value = options[name];
    if (value === undefined) continue;
    for (const [section, key] of paths) {
      if (key === undefined) tree[section] = value;
      else tree[section] = { ...(tree[section] as Tree | undefined), [key]: value };
    }
  }
  return tree;
}

function defaultOf({ paths: [path] }: Flag): string {
  const leaf = LEAVES.find((one) => one.path.join() === path?.join());
  const value = leaf && z.toJSONSchema(leaf.schema, { io: 'input' }).default;
  return value === undefined ? '' : ` (default: ${value})`;
}
