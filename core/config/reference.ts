import { z } from 'zod';
import { environmentName, type Leaf, leavesOf } from './leaves.ts';

/** A Markdown table of every setting: its key, its environment variable, its default, what it is. */
export function configReference(schema: z.ZodType): string {
  const rows = leavesOf(schema).map((leaf) => {
    const { path, secret, schema: setting } = leaf;
    const variable = `\`${environmentName(path)}\`${secret ? ' or `…_FILE`' : ''}`;
    return `| \`${path.join('.')}\` | ${variable} | ${defaultOf(leaf)} | ${setting.description ?? ''} |`;
  });
  return ['| setting | environment | default | what it is |', '|---|---|---|---|', ...rows, ''].join('\n');
}

function defaultOf({ schema }: Leaf): string {
  const { default: value } = z.toJSONSchema(schema, { io: 'input' });
  return value === undefined ? '' : `\`${JSON.stringify(value)}\``;
}
