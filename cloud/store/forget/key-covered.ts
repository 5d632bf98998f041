import type { KeyTemplate } from '../keys/key-template.ts';
import type { EraseRule } from './rule.ts';

/**
 * Whether a rule is about a shot of which nothing is known but its key; undefined where that does not say enough.
 */
export function isKeyCovered(
  rule: EraseRule,
  key: string,
  template: Pick<KeyTemplate, 'parse' | 'namesIn'>,
): boolean | undefined {
  const said = template.parse(key);
  if (!said) return undefined;
  const { site = '', device = '', camera = '', from = Number.NEGATIVE_INFINITY, to = rule.erasedAt } = rule;
  const asked = template.namesIn({ site, device, camera });
  const names = (['site', 'device', 'camera'] as const).filter((name) => rule[name] !== undefined);
  if (names.some((name) => said[name] !== undefined && said[name] !== asked[name])) return false;
  if (said.at !== undefined && (said.at < from || said.at >= to)) return false;
  const isAllSaid = said.at !== undefined && names.every((name) => said[name] !== undefined);
  return isAllSaid && rule.track === undefined && rule.session === undefined ? true : undefined;
}
