import { VedetteError } from '@vedette/core/errors';
import { clearTemporary, type EraseCounts, keepsVersions } from '@vedette/store';

/** Clears what was left half written. Throws VedetteError where something may be left of what was erased. */
export async function complain({ untold }: EraseCounts, bucketUrl: string): Promise<void> {
  const left: string[] = [];
  if (untold > 0) left.push(`${untold} objects without a description may be meant: look, and remove them by hand`);
  const hasVersions = await keepsVersions(bucketUrl);
  if (hasVersions) {
    left.push(
      'the bucket keeps earlier versions of what was removed: let a lifecycle rule end them (noncurrent versions)',
    );
  }
  if (hasVersions === undefined) {
    console.error('the bucket does not tell whether it keeps earlier versions (s3:GetBucketVersioning): see to it');
  }
  const temporary = await clearTemporary(bucketUrl);
  if (temporary > 0) {
    console.error(
      `${temporary} files are in the making under .tmp: what is still there in an hour, the next run clears`,
    );
  }
  if (left.length > 0) throw new VedetteError(left.join('; '));
}
