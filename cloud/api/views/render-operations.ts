import { BadInputError } from '@vedette/core/errors';
import { type Operator, parseOperations } from '@vedette/operations';
import type { Render } from './render.ts';

/** Does what a signed address says. */
export function renderOperations(operator: Pick<Operator, 'apply'>, maxOperations: number): Render {
  return (image, text) => operator.apply(image, parseOperations(parse(text), maxOperations));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new BadInputError('operation', 'the operations are no JSON', { cause: error });
  }
}
