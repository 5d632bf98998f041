import { BadInputError } from '@vedette/core/errors';
import type { z } from 'zod';
import { type Operation, type OperationName, PARAMETERS } from './operation.ts';

/**
 * Reads a list of operations, such as `[{"resize": {"width": 320}}]`. Throws BadInputError (reason `operation`) that says
 * which of them, counted from 1, is wrong and why.
 */
export function parseOperations(list: unknown, maxOperations: number): Operation[] {
  if (!Array.isArray(list)) throw wrong('give a list of operations, such as [{"resize": {"width": 320}}]');
  if (list.length === 0) throw wrong('the list of operations is empty; give one at least');
  if (list.length > maxOperations) {
    throw wrong(`the list has ${list.length} operations, and ${maxOperations} are allowed`);
  }
  return list.map((value, index) => parseOperation(value, `operation ${index + 1}`));
}

/** `where`: how a fault calls it. */
function parseOperation(value: unknown, where: string): Operation {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const [entry, ...others] = entries;
  if (!entry || others.length > 0 || Array.isArray(value)) {
    throw wrong(`${where}: is no object with one operation in it, such as {"rotate": {"degrees": 90}}`);
  }
  const [name, parameters] = entry;
  if (!isName(name)) {
    throw wrong(`${where}: there is no ${JSON.stringify(name.slice(0, 50))}; there are ${NAMES.join(', ')}`);
  }
  const read = PARAMETERS[name].safeParse(parameters);
  if (!read.success) throw wrong(`${where} (${name}): ${read.error.issues.map(describe).join('; ')}`);
  return { [name]: read.data } as unknown as Operation;
}

const NAMES = Object.keys(PARAMETERS) as OperationName[];

function isName(name: string): name is OperationName {
  return Object.hasOwn(PARAMETERS, name);
}

function describe({ path, message }: z.core.$ZodIssue): string {
  return path.length === 0 ? message : `${path.join('.')}: ${message}`;
}

function wrong(message: string): BadInputError {
  return new BadInputError('operation', message);
}
