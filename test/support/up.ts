import type { Running } from './running.ts';
import { vedette } from './vedette.ts';

/** Every port free, so that tests do not meet each other. */
export const FREE_PORTS = ['--edge-port', '0', '--cloud-port', '0', '--http-port', '0'];

export interface Up extends Running {
  readonly edgePort: string;
  readonly cloudPort: string;
  /** http://HOST:PORT of health and metrics. */
  readonly http: string;
}

/** Starts `vedette up` in `cwd`, on free ports unless `args` say others, and waits until everything runs. */
export async function up(args: readonly string[], cwd: string): Promise<Up> {
  const running = vedette(['up', ...FREE_PORTS, ...args], { cwd });
  const [line] = await running.says(/^.*everything runs.*$/m);
  const { edgeBroker, cloudBroker, http } = JSON.parse(line);
  return { ...running, edgePort: new URL(edgeBroker).port, cloudPort: new URL(cloudBroker).port, http };
}

/** Starts `vedette cloud` in `cwd`, which no device is at yet. */
export async function cloud(cwd: string): Promise<Running & Pick<Up, 'http' | 'cloudPort'>> {
  const running = vedette(['cloud', '--cloud-port', '0', '--http-port', '0'], { cwd });
  const [line] = await running.says(/^.*everything runs.*$/m);
  const { cloudBroker, http } = JSON.parse(line);
  return { ...running, cloudPort: new URL(cloudBroker).port, http };
}
