import type { MultipartFile } from '@fastify/multipart';
import { messageOf } from '@vedette/core/errors';
import { Problem } from '../problems/problem.ts';

export interface FormLimits {
  readonly maxFiles: number;
  /** Of one file, and of all together. */
  readonly maxImageBytes: number;
  readonly maxBytes: number;
}

/** The files of a form, whole, one after another. Throws Problem where they are too many or too large, or it is no form. */
export async function readFiles(files: AsyncIterable<MultipartFile>, limits: FormLimits): Promise<Buffer[]> {
  const { maxBytes } = limits;
  const all: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const file of files) {
      const data = await file.toBuffer();
      bytes += data.length;
      if (bytes > maxBytes)
        throw new Problem(413, 'bytes', `the files have more than ${maxBytes} bytes together; send fewer at once`);
      all.push(data);
    }
  } catch (error) {
    throw problemOf(error, limits);
  }
  if (all.length === 0)
    throw new Problem(400, 'no-file', 'there is no file in the form; add one, or send the bytes of one as image/*');
  return all;
}

/** The parser's own errors have a code where a limit is passed, and none where the bytes are no form. */
function problemOf(error: unknown, { maxFiles, maxImageBytes }: FormLimits): unknown {
  if (error instanceof Problem) return error;
  const tooMuch: Readonly<Record<string, string>> = {
    FST_REQ_FILE_TOO_LARGE: `a file has more than ${maxImageBytes} bytes; send a smaller one`,
    FST_FILES_LIMIT: `the form has more than ${maxFiles} files; send fewer at once`,
    FST_PARTS_LIMIT: `the form has more than ${maxFiles} files; send fewer at once`,
    FST_FIELDS_LIMIT: 'the form has a field that is no file; send files alone',
  };
  const { code = '' } = error as { code?: string };
  const detail = tooMuch[code];
  if (detail !== undefined) return new Problem(413, 'form', detail, { cause: error });
  return new Problem(400, 'form', `the form cannot be read: ${messageOf(error)}`, { cause: error });
}
