export type { BareImage } from './book.ts';
export { DetectorReports } from './detector-reports.ts';
export { describeBook } from './device-ledger.ts';
export { Ledger } from './ledger.ts';
export { measureLedger } from './ledger-meter.ts';
export { LedgerTeller } from './ledger-teller.ts';
export { ledgerFolder, openLedger } from './open-ledger.ts';
