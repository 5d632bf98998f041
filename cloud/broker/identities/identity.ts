import { nameSchema } from '@vedette/core/message';
import { z } from 'zod';

/**
 * What a client may do: a `device` sends its own shots and reads its own receipts, a `gateway` does so for each device of
 * its site, a `sink` reads all and sends receipts, a `viewer` reads all.
 */
const roleSchema = z.enum(['device', 'gateway', 'sink', 'viewer']);

export type Role = z.infer<typeof roleSchema>;

/** scrypt (RFC 7914) with its parameters; salt and hash in base64. */
const passwordHashSchema = z.strictObject({
  algorithm: z.literal('scrypt'),
  cost: z.number().int().min(1_024).max(1_048_576),
  blockSize: z.number().int().min(1).max(32),
  parallelization: z.number().int().min(1).max(16),
  salt: z.base64(),
  hash: z.base64(),
});

export type PasswordHash = z.infer<typeof passwordHashSchema>;

/** One who may come in: with the password, or with a certificate in whose name (CN, or a URI) it is written. */
const identitySchema = z.strictObject({
  name: z.string().refine(isName, 'a name is SITE/DEVICE, or for a sink or viewer a word'),
  role: roleSchema,
  password: passwordHashSchema.optional(),
  /** SHA-256 fingerprint of the one certificate that counts, or `any` that the authority has signed. */
  certificate: z.string().optional(),
});

export type IdentityRecord = z.infer<typeof identitySchema>;

export const identitiesSchema = z.strictObject({ v: z.literal(1), identities: z.array(identitySchema) });

/** Whether it can be the name of someone with this role: devices and gateways have a site and a device. */
export function fitsRole(name: string, role: Role): boolean {
  return isName(name) && (role === 'sink' || role === 'viewer' || name.includes('/'));
}

function isName(name: string): boolean {
  const levels = name.split('/');
  return levels.length <= 2 && levels.every((level) => nameSchema.safeParse(level).success);
}
