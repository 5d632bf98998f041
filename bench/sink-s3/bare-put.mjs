// The limit: the SDK's PutObject with so many in flight, and nothing else. Arguments: endpoint, prefix, in flight, objects.
// Prints how many a second, and the CPU of each in ms.
import { putAll } from './put-all.mjs';
import { BUCKET, openClient, PutObjectCommand } from './radosgw.mjs';

const [endpoint, prefix, inFlight, objects] = process.argv.slice(2);
const client = openClient(endpoint, {
  requestHandler: { httpsAgent: {}, httpAgent: { maxSockets: Number(inFlight) } },
});
const put = (name, body) =>
  client.send(
    new PutObjectCommand({ Bucket: BUCKET, Key: `${prefix}/${name}`, Body: body, ContentType: 'image/jpeg' }),
  );
console.log(JSON.stringify(await putAll(put, { inFlight: Number(inFlight), objects: Number(objects) })));
client.destroy();
