import type { Tree } from '@vedette/core/config';
import { type Command, Option } from 'commander';

/** A flag and the setting that it stands for. */
interface Flag {
  readonly flag: string;
  readonly help: string;
  readonly path: readonly [string, ...string[]];
}

/** The settings that have a flag of their own; `--set` reaches all the others. */
const FLAGS = {
  source: {
    flag: '--source <src>',
    help: 'sim[:people=3,fps=10], dir:PATH, video:PATH, /dev/video0, rtsp://…, http://… or webcam:DEVICE',
    path: ['faceDetector', 'source'],
  },
  select: { flag: '--select <which>', help: 'every, track or auto', path: ['faceDetector', 'select'] },
  model: { flag: '--model <model>', help: 'auto, blazeface, yunet or a file', path: ['faceDetector', 'model'] },
  camera: { flag: '--camera <name>', help: 'name of the camera', path: ['faceDetector', 'camera'] },
  bucket: { flag: '--bucket <url>', help: 'file:PATH; the data folder unless given', path: ['imageSink', 'bucket'] },
  cloud: { flag: '--cloud <url>', help: "the cloud's broker, mqtt://HOST:PORT", path: ['forwarder', 'cloudUrl'] },
  data: { flag: '--data <dir>', help: 'folder for what must survive a restart', path: ['data'] },
  site: { flag: '--site <name>', help: 'name of the place', path: ['site'] },
  device: { flag: '--device <name>', help: 'name of this machine', path: ['device'] },
  edgePort: { flag: '--edge-port <n>', help: 'port of the edge broker (0: a free one)', path: ['edgeBroker', 'port'] },
  cloudPort: { flag: '--cloud-port <n>', help: 'port of the cloud broker', path: ['cloudBroker', 'port'] },
  httpPort: { flag: '--http-port <n>', help: 'port of /healthz, /readyz, /metrics', path: ['http', 'port'] },
  logLevel: { flag: '--log-level <level>', help: 'debug, info, warn, error or silent', path: ['log', 'level'] },
} as const satisfies Record<string, Flag>;

export type FlagName = keyof typeof FLAGS;

/** Gives a command the flags of settings, beside `--config` and `--set` that all of them have. */
export function addSettingFlags(command: Command, names: readonly FlagName[]): Command {
  command.option('-c, --config <file>', 'YAML file (default: vedette.yaml where there is one)');
  for (const name of names) command.addOption(new Option(FLAGS[name].flag, FLAGS[name].help));
  return command.option('--set <path=value>', 'any setting, e.g. forwarder.windowBytes=100000', collect, []);
}

/** What the flags of a command line say, as a tree of settings. */
export function flagTree(options: Record<string, unknown>): Tree {
  const tree: Tree = {};
  for (const [name, { path }] of Object.entries<Flag>(FLAGS)) {
    const value = options[name];
    if (value === undefined) continue;
    const [section, key] = path;
    if (key === undefined) tree[section] = value;
    else tree[section] = { ...(tree[section] as Tree | undefined), [key]: value };
  }
  return tree;
}

function collect(value: string, before: string[]): string[] {
  return [...before, value];
}
