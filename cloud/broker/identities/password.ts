import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { PasswordHash } from './identity.ts';

const derive = promisify<Buffer, Buffer, number, ScryptOptions, Buffer>(scrypt);

/** 16 MiB of memory and about 50 ms for each try: RFC 7914's for logins. Our passwords are random, so that is ample. */
const COST = { algorithm: 'scrypt', cost: 16_384, blockSize: 8, parallelization: 1 } as const;
const HASH_BYTES = 32;

/** A password that nobody can guess: 24 random bytes as 32 letters, digits, `-` and `_`. */
export function newPassword(): string {
  return randomBytes(24).toString('base64url');
}

export async function hashPassword(password: string): Promise<PasswordHash> {
  const salt = randomBytes(16);
  const hash = await derive(Buffer.from(password), salt, HASH_BYTES, scryptOptions(COST));
  return { ...COST, salt: salt.toString('base64'), hash: hash.toString('base64') };
}

export async function isPassword(password: Buffer, record: PasswordHash): Promise<boolean> {
  const hash = Buffer.from(record.hash, 'base64');
  const tried = await derive(password, Buffer.from(record.salt, 'base64'), hash.length, scryptOptions(record));
  return timingSafeEqual(tried, hash);
}

function scryptOptions({ cost, blockSize, parallelization }: Omit<PasswordHash, 'algorithm' | 'salt' | 'hash'>) {
  return { cost, blockSize, parallelization, maxmem: 256 * cost * blockSize };
}
