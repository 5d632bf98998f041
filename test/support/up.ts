import { type Running, vedette } from './vedette.ts';

/** Every port free, so that tests do not meet each other. */
export const FREE_PORTS = ['--edge-port', '0', '--cloud-port', '0', '--http-port', '0'];

export interface Up extends Running {
  readonly edgePort: string;
  readonly cloudPort: string;
  /** http://HOST:PORT of health and metrics. */
  readonly http: string;
}

/** Starts `vedette up` in `cwd` and waits for its banner. */
export async function up(args: readonly string[], cwd: string): Promise<Up> {
  const running = vedette(['up', ...FREE_PORTS, ...args], { cwd });
  const [, edgePort = ''] = await running.says(/edge broker +mqtt:\/\/127\.0\.0\.1:(\d+)/);
  const [, cloudPort = ''] = await running.says(/cloud broker +mqtt:\/\/127\.0\.0\.1:(\d+)/);
  const [, http = ''] = await running.says(/health +(http:\/\/127\.0\.0\.1:\d+)/);
  return { ...running, edgePort, cloudPort, http };
}
