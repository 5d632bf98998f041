import { z } from 'zod';

const FORM = 'an MQTT broker is mqtt://HOST:PORT, or mqtts://HOST:PORT with TLS';

/** An MQTT broker as a client sees it; a name and password may stand before the host. */
export const brokerUrlSchema = z.string().superRefine((text, context) => {
  const fault = faultOf(text);
  if (fault) context.addIssue(`${FORM}: ${fault}`);
});

/** What is wrong with an address, without the address itself, which may hold a password. */
function faultOf(text: string): string | undefined {
  if (!/^mqtts?:\/\//.test(text)) return 'this does not begin with either';
  const port = /:(\d+)\/?$/.exec(text)?.[1];
  if (port !== undefined && !isPort(Number(port))) return `the port ${port} is not one of 1 to 65535`;
  if (!URL.canParse(text)) return 'the host or the port cannot be read';
  const { hostname, pathname, search, hash } = new URL(text);
  if (hostname === '') return 'there is no host';
  const rest = `${pathname}${search}${hash}`;
  return rest === '' || rest === '/' ? undefined : 'it ends after the port';
}

function isPort(port: number): boolean {
  return port >= 1 && port <= 65_535;
}
