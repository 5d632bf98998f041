// The reference design's way: files that are written into a mount of the bucket. Arguments: folder, in flight, objects.
// Prints how many a second, and the CPU of this process for each in ms; that of s3fs comes on top.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { putAll } from './put-all.mjs';

const [folder, inFlight, objects] = process.argv.slice(2);
const put = (name, body) => writeFile(join(folder, name), body);
console.log(JSON.stringify(await putAll(put, { inFlight: Number(inFlight), objects: Number(objects) })));
