export { addIdentity, listIdentities, refuseTaken, refuseUnfit, removeIdentity } from './identities/edit-identities.ts';
export type { Role } from './identities/identity.ts';
export { checkCloudBroker } from './refuse-useless.ts';
export { AuthorityFolder, type KeyPairFiles } from './tls/authority-folder.ts';
