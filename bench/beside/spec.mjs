// The description of Vedette that the reference's bench.py runs.
import { fileURLToPath } from 'node:url';

const script = (name) => fileURLToPath(new URL(name, import.meta.url));

/**
 * `kills` is a plan as text; `broker` is aedes or mosquitto; `bytesOf` says what is as long as the other's: message or image;
 * `maxSide` is the longest side of a frame as the model sees it, in pixels.
 */
export function specOf({
  name = 'vedette',
  broker = 'aedes',
  bytesOf = 'message',
  kills = '',
  profile = '',
  maxSide = '',
}) {
  const common = ['--log', '{LOG}', '--broker', broker];
  if (kills) common.push('--kills', kills);
  if (profile) common.push('--profile', profile);
  const seen = maxSide ? ['--max-side', maxSide] : [];
  return {
    name,
    brokers: null,
    s3stub: false,
    components: [
      {
        name: 'cloud',
        cmd: [process.execPath, script('cloud.mjs'), '--port', '{PC}', '--data', '{TMP}/cloud', ...common],
        sink: true,
      },
      {
        name: 'edge',
        cmd: [
          process.execPath,
          script('edge.mjs'),
          '--port',
          '{PE}',
          '--cloud',
          '127.0.0.1:{PL}',
          '--data',
          '{TMP}/edge',
          ...common,
        ],
        camera: ['--input', '{INPUT}', '--rate', '{RATE}', '--frames', '{FRAMES}', '--model', '{MODEL}', ...seen],
        synthetic: ['--synthetic', '{FACERATE}:{FACEBYTES}', '--seconds', '{SECONDS}', '--bytes-of', bytesOf],
        source: true,
      },
    ],
  };
}
