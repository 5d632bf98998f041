// The face detector as `vedette face-detector` runs it, with its hook set: each shot is written down when it is published.
//   detector.mjs LOG-FOLDER FLAGS-OF-FACE-DETECTOR…
import { parseArgs } from 'node:util';
import { runAlone } from '../../cli/dist/run-alone.js';
import { loadSettings } from '../../cli/dist/settings/load.js';
import { startFaceDetector } from '../../edge/face-detector/dist/index.js';
import { now, openLog } from './event-log.mjs';

const [log, ...flags] = process.argv.slice(2);
const write = openLog(`${log}/source.log`);
const text = { type: 'string' };
const options = {
  source: text,
  select: text,
  model: text,
  site: text,
  device: text,
  edge: text,
  data: text,
  'http-port': text,
};
const { values } = parseArgs({ args: flags, options });
const settings = loadSettings({ ...values, httpPort: values['http-port'] });
let count = 0;
await runAlone('face-detector', settings, (context) =>
  startFaceDetector(settings.faceDetector, settings, context, {
    onShot(id, shot) {
      const published = now();
      const captured = published - BigInt(Date.now() * 1_000 - shot.at) * 1_000n;
      write('published', id, count++, captured, published, shot.image.data.length);
    },
  }),
);
