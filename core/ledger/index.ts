export { balanceOf, closes, RESIDUES, type Residue, type ResidueName } from './balance.ts';
export { type CameraLedger, cameraLedgerSchema } from './camera-ledger.ts';
export { sumOf } from './count.ts';
export { addSightings, openOf, type SightingCounts, sightingCountsSchema, withoutZeros } from './counts.ts';
export { type DeviceLedger, deviceLedgerSchema, type MinuteRow, minuteRowSchema } from './device-ledger.ts';
export { minuteName, minuteNumber, minuteOf, minuteSchema } from './minute.ts';
export { parseDeviceLedger } from './parse-device-ledger.ts';
export { droppedSchema, dropReason, isSuppression, rejectReason, type Suppression } from './reasons.ts';
export { sumRows } from './sum-rows.ts';
