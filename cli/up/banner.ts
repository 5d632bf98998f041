import { cloudBrokerPort } from '@vedette/cloud-broker/config';
import { redactUrls } from '@vedette/core/observe';
import { reachableHost, SOFTWARE } from '@vedette/core/run';
import type { Settings } from '../settings/schema.ts';
import type { Stack } from './stack.ts';

/** Where everything is, for a log that no person watches. */
export function addresses({ edgeBroker, cloudBroker, sink }: Stack, settings: Settings, httpPort: number) {
  return {
    ...(edgeBroker ? { edgeBroker: edgeBroker.url } : {}),
    cloudBroker: cloudBroker?.url ?? redactUrls(settings.forwarder.cloudUrl),
    ...(sink ? { bucket: redactUrls(sink.bucketUrl), catalog: sink.catalogUrl } : {}),
    http: `http://${reachableHost(settings.http.host)}:${httpPort}`,
  };
}

/** What a person wants to know at the start: where things are, and the commands to look at them. */
export function banner(stack: Stack, settings: Settings, httpPort: number): string {
  const { edgeBroker, cloudBroker, sink, detector } = stack;
  const at = addresses(stack, settings, httpPort);
  const rows: [name: string, value: string, below?: string][] = [];
  if (detector) rows.push(['watching', detector.source, `with ${detector.model.name} on ${detector.model.provider}`]);
  if (edgeBroker) {
    const hint = `mosquitto_sub -p ${edgeBroker.port} -t '${settings.root}/+/+/+/meta'`;
    rows.push(['edge broker', edgeBroker.url + moved(settings.edgeBroker.port, edgeBroker.port), hint]);
  }
  const movedCloud = cloudBroker ? moved(cloudBrokerPort(settings.cloudBroker), cloudBroker.port) : '';
  rows.push(['cloud broker', at.cloudBroker + movedCloud]);
  if (sink) rows.push(['objects go to', redactUrls(sink.bucketUrl)], ['catalog', sink.catalogUrl]);
  const movedHttp = moved(settings.http.port, httpPort);
  if (sink) rows.push(['page and API', at.http + movedHttp]);
  rows.push(['health', `${at.http}/readyz${movedHttp}`]);
  const lines = rows.flatMap(([name, value, below]) => [
    `  ${name.padEnd(14)}${value}`,
    ...(below ? [`${' '.repeat(16)}${below}`] : []),
  ]);
  return [SOFTWARE, ...lines, ''].join('\n');
}

function moved(wanted: number, taken: number): string {
  return wanted === taken || wanted === 0 ? '' : `  (port ${wanted} is taken, so this one)`;
}
