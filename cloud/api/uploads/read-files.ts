import type { MultipartFile } from '@fastify/multipart';
import { Problem } from '../problems/problem.ts';

/** The files of a form, whole, one after another. Throws Problem where they have more than `maxBytes` together. */
export async function readFiles(files: AsyncIterable<MultipartFile>, maxBytes: number): Promise<Buffer[]> {
  const all: Buffer[] = [];
  let bytes = 0;
  for await (const file of files) {
    const data = await file.toBuffer();
    bytes += data.length;
    if (bytes > maxBytes)
      throw new Problem(413, 'bytes', `the files have more than ${maxBytes} bytes together; send fewer at once`);
    all.push(data);
  }
  if (all.length === 0)
    throw new Problem(400, 'no-file', 'there is no file in the form; add one, or send the bytes of one as image/*');
  return all;
}
