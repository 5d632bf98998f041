import { join } from 'node:path';
import { brokerSchema, type CommonConfig } from '@vedette/core/config';
import { z } from 'zod';

const MIB = 1_024 * 1_024;
const PLAIN_PORT = 1884;
const TLS_PORT = 8883;

const file = z.string().min(1).optional();

const base = brokerSchema({
  port: PLAIN_PORT,
  maxSessionBytes: 64 * MIB,
  maxQueueBytes: 256 * MIB,
  fullQueue: 'beyond, the newest is not kept, and the edge sends it again',
});

export const cloudBrokerSchema = base.extend({
  port: base.shape.port
    .unwrap()
    .optional()
    .describe(`MQTT port, ${PLAIN_PORT} unless given, with TLS ${TLS_PORT}; 0 takes a free one`),
  tls: z
    .strictObject({
      certFile: file.describe("PEM file of the broker's certificate; with it, the broker talks TLS only"),
      keyFile: file.describe("PEM file of that certificate's key"),
      caFile: file.describe('PEM file of who signs the certificates of clients, where they may show some'),
    })
    .prefault({}),
  identitiesFile: file.describe('who may come in; cloud-broker/identities.json in the data folder unless given'),
  allowAnonymous: z
    .boolean()
    .optional()
    .describe(
      'whether one without a name may do anything; unless given, on a loopback address without a file of identities',
    ),
});

export type CloudBrokerConfig = z.infer<typeof cloudBrokerSchema>;

/** The port in force. */
export function cloudBrokerPort({ port, tls }: CloudBrokerConfig): number {
  return port ?? (tls.certFile === undefined ? PLAIN_PORT : TLS_PORT);
}

/** The file of identities in force. */
export function identitiesFileOf({ identitiesFile }: CloudBrokerConfig, { data }: Pick<CommonConfig, 'data'>): string {
  return identitiesFile ?? join(data, 'cloud-broker', 'identities.json');
}
