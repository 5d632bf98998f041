// The image sink as `vedette image-sink` runs it, with its hook set: each object that it keeps is written down with the time.
//   sink.mjs LOG-FOLDER FLAGS-OF-IMAGE-SINK…
import { parseArgs } from 'node:util';
import { runAlone } from '../../cli/dist/run-alone.js';
import { loadSettings } from '../../cli/dist/settings/load.js';
import { startImageSink } from '../../cloud/image-sink/dist/index.js';
import { now, openLog } from './event-log.mjs';

const [log, ...flags] = process.argv.slice(2);
const write = openLog(`${log}/sink.log`);
const text = { type: 'string' };
const options = { cloud: text, bucket: text, data: text, 'http-port': text };
const { values } = parseArgs({ args: flags, options });
const settings = loadSettings({ ...values, httpPort: values['http-port'] });
await runAlone('image-sink', settings, (context) =>
  startImageSink(settings.imageSink, settings, context, {
    onKept: (id, _key, outcome) => write(id, outcome, now()),
  }),
);
