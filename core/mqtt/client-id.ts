/** The forwarder's durable session on the edge broker; the broker knows it before the forwarder first connects. */
export function forwarderClientId(device: string): string {
  return `vedette-forwarder-${device}`;
}
