/** What a sink sends to itself, on a topic that it may publish on: whoever looks on at receipts can read it. */
export function receiptForNobody(id: string): string {
  const receipt = { v: 1, id, sha256: '', outcome: 'rejected', key: '', reason: 'probe', storedAt: Date.now() * 1_000 };
  return JSON.stringify(receipt);
}
