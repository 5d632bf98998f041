/** Amazon's limit for all of an object's own metadata is 2 KB; the rest is left to whoever else adds some. */
const MAX_BYTES = 1_800;
const NAME = 'vedette';

/**
 * A description (JSON) as metadata of the object that it describes: stored with it in one request, and never without it.
 * Undefined where it is too long. Headers are ASCII, so other characters are written as JSON's escapes.
 */
export function toMetadata(description: string): Record<string, string> | undefined {
  const line = description.trim().replace(/[^\x20-\x7e]/g, escaped);
  return line.length <= MAX_BYTES ? { [NAME]: line } : undefined;
}

/** The description in an object's metadata; undefined where there is none that can be read. */
export function fromMetadata(metadata: Readonly<Record<string, string>> | undefined): Buffer | undefined {
  try {
    return Buffer.from(`${JSON.stringify(JSON.parse(metadata?.[NAME] ?? ''))}\n`);
  } catch {
    return undefined;
  }
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
