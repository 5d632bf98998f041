import { redactUrls } from '@vedette/core/observe';
import { SOFTWARE } from '@vedette/core/run';
import type { Settings } from '../settings/schema.ts';
import type { Stack } from './stack.ts';

/** What a person wants to know at the start: where things are, and the commands to look at them. */
export function banner(stack: Stack, settings: Settings, httpPort: number): string {
  const { edgeBroker, cloudBroker, sink, detector } = stack;
  const rows: [string, string, string?][] = [];
  if (detector) rows.push(['watching', detector.source, `with ${detector.model.name} on ${detector.model.provider}`]);
  if (edgeBroker) {
    const hint = `mosquitto_sub -p ${edgeBroker.port} -t '${settings.root}/+/+/+/meta'`;
    rows.push([
      'edge broker',
      `mqtt://127.0.0.1:${edgeBroker.port}${movedFrom(settings.edgeBroker.port, edgeBroker.port)}`,
      hint,
    ]);
  }
  if (!cloudBroker && detector) rows.push(['cloud', redactUrls(settings.forwarder.cloudUrl)]);
  if (cloudBroker) {
    rows.push([
      'cloud broker',
      `mqtt://127.0.0.1:${cloudBroker.port}${movedFrom(settings.cloudBroker.port, cloudBroker.port)}`,
    ]);
  }
  if (sink) rows.push(['objects go to', redactUrls(sink.bucketUrl)]);
  rows.push(['health', `http://${settings.http.host}:${httpPort}/readyz${movedFrom(settings.http.port, httpPort)}`]);
  const lines = rows.map(
    ([name, value, hint]) => `  ${name.padEnd(14)}${value}${hint ? `\n${' '.repeat(16)}${hint}` : ''}`,
  );
  return [SOFTWARE, ...lines, ''].join('\n');
}

function movedFrom(wanted: number, taken: number): string {
  return wanted === taken || wanted === 0 ? '' : `  (port ${wanted} is taken, so this one)`;
}
