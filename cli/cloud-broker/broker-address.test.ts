import { AuthorityFolder } from '@vedette/cloud-broker/tools';
import { temporaryFolder } from '@vedette/core/testing';
import { expect, test } from 'vitest';
import { settingsSchema } from '../settings/schema.ts';
import { brokerAddress } from './broker-address.ts';

const settings = (cloudBroker: object) => settingsSchema.parse({ cloudBroker });

test('without a certificate it is where the broker listens', async () => {
  const none = new AuthorityFolder(temporaryFolder());
  expect(await brokerAddress(settings({}), none)).toEqual({ url: 'mqtt://127.0.0.1:1884' });
  expect(await brokerAddress(settings({ host: '::1', port: 9 }), none)).toEqual({ url: 'mqtt://[::1]:9' });
  expect(await brokerAddress(settings({ host: '0.0.0.0' }), none)).toEqual({ url: 'mqtt://HOST:1884' });
});

test("with one it is the name in it, of others than this machine; also before the broker's settings name it", async () => {
  const authority = new AuthorityFolder(temporaryFolder());
  const { certFile, keyFile } = await authority.issueServer(['localhost', 'cloud.example.org', '10.0.0.1']);
  const { caFile } = authority;
  const url = 'mqtts://cloud.example.org:8883';
  expect(await brokerAddress(settings({}), authority)).toEqual({ url, caFile });
  const elsewhere = new AuthorityFolder(temporaryFolder());
  expect(await brokerAddress(settings({ tls: { certFile, keyFile } }), elsewhere)).toEqual({ url });
  await authority.issueServer(['2001:db8::1']);
  expect((await brokerAddress(settings({}), authority)).url).toBe('mqtts://[2001:DB8:0:0:0:0:0:1]:8883');
});
