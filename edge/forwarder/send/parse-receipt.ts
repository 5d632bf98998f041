import { type Receipt, receiptSchema } from '@vedette/core/message';

/** A receipt, or undefined where it is none. */
export function parseReceipt(payload: Buffer): Receipt | undefined {
  try {
    return receiptSchema.safeParse(JSON.parse(payload.toString('utf8'))).data;
  } catch {
    return undefined;
  }
}
