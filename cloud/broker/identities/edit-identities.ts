import { ConfigError } from '@vedette/core/errors';
import { editIdentities, readIdentities } from './identities-file.ts';
import { fitsRole, type IdentityRecord, type Role } from './identity.ts';
import { hashPassword, newPassword } from './password.ts';

/** Throws ConfigError for a name that one with this role cannot have. */
export function refuseUnfit(name: string, role: Role): void {
  if (fitsRole(name, role)) return;
  throw new ConfigError(
    role === 'device' || role === 'gateway'
      ? `a ${role} is called SITE/DEVICE, as in its topics, not ${JSON.stringify(name)}`
      : `${JSON.stringify(name)} cannot be a name: it is one word, or two with a "/" between`,
  );
}

/** Throws ConfigError where the name has one already, who would be let in no more. */
export async function refuseTaken(file: string, name: string): Promise<void> {
  refuseIn(file, name, (await readIdentities(file)) ?? []);
}

function refuseIn(file: string, name: string, all: readonly IdentityRecord[]): void {
  const taken = all.find((one) => one.name === name);
  if (!taken) return;
  const how = taken.password ? 'a password' : 'a certificate';
  throw new ConfigError(
    `${name} is in ${file} already, as a ${taken.role} with ${how}: --replace gives it another, and cuts it off until it has that`,
  );
}

export interface NewIdentity {
  readonly name: string;
  readonly role: Role;
  /** Its fingerprint, or `any`; a password unless given. */
  readonly certificate?: string;
  /** Whether it may take the place of one with its name. */
  readonly replace?: boolean;
}

/**
 * Lets one in: by the certificate, or by a new password, which is returned and not kept. Throws ConfigError for a name that
 * does not fit, or that somebody has.
 */
export async function addIdentity(
  file: string,
  { name, role, certificate, replace = false }: NewIdentity,
): Promise<string | undefined> {
  refuseUnfit(name, role);
  const password = certificate === undefined ? newPassword() : undefined;
  const secret = password === undefined ? { certificate } : { password: await hashPassword(password) };
  await editIdentities(file, (all) => {
    if (!replace) refuseIn(file, name, all);
    return [...all.filter((one) => one.name !== name), { name, role, ...secret }];
  });
  return password;
}

/** Throws ConfigError for one that is not there. */
export async function removeIdentity(file: string, name: string): Promise<void> {
  await editIdentities(file, (all) => {
    const others = all.filter((one) => one.name !== name);
    if (others.length === all.length) throw new ConfigError(`nobody is called ${JSON.stringify(name)} in ${file}`);
    return others;
  });
}

/** Who may come in, by name. */
export async function listIdentities(file: string): Promise<IdentityRecord[]> {
  const all = (await readIdentities(file)) ?? [];
  return all.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
