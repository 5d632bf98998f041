import { brokerUrlSchema } from '@vedette/core/config';
import { InvalidArgumentError } from 'commander';

/** The address of a broker as an option's value. Throws InvalidArgumentError. */
export function brokerUrl(text: string): string {
  const parsed = brokerUrlSchema.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError(parsed.error.issues.map(({ message }) => message).join('; '));
}
