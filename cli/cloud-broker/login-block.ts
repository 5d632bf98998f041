import type { Role } from '@vedette/cloud-broker/tools';

/** What one shows the broker: a password, or files of a certificate. */
export interface Shown {
  readonly username?: string;
  readonly password?: string | undefined;
  readonly certFile?: string;
  readonly keyFile?: string;
}

export interface LoginBlock {
  readonly name: string;
  readonly role: Role;
  /** Of the broker. */
  readonly url: string;
  /** A file of who has signed the broker's certificate. */
  readonly caFile?: string | undefined;
  readonly shown: Shown;
}

/** The part of a configuration with which one comes in; of a viewer, which has none, what its flags say. */
export function loginBlock({ name, role, url, caFile, shown }: LoginBlock): object {
  const ca = caFile === undefined ? {} : { caFile };
  const [site, device] = name.split('/');
  switch (role) {
    case 'device':
    case 'gateway':
      return { site, device, forwarder: { cloudUrl: url, ...ca, ...shown } };
    case 'sink':
      return { imageSink: { brokerUrl: url, ...ca, ...shown } };
    case 'viewer':
      return shown;
  }
}
