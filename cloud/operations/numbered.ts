import { BadInputError } from '@vedette/core/errors';
import { nameOf, type Operation } from './operation.ts';

/** An operation with its place in the list, from 1. */
export interface Numbered {
  readonly number: number;
  readonly operation: Operation;
}

export function numbered(operations: readonly Operation[]): Numbered[] {
  return operations.map((operation, index) => ({ number: index + 1, operation }));
}

/** An operation that this picture cannot have (reason `operation`). */
export function refusal({ number, operation }: Numbered, fault: string, options?: ErrorOptions): BadInputError {
  return new BadInputError('operation', `operation ${number} (${nameOf(operation)}): ${fault}`, options);
}
