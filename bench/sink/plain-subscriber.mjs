// The plainest durable sink: each message becomes a file, one after another. Arguments: the broker's URL, a folder.
import { open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { readPayload } from '../../core/dist/message/index.js';
import { openLink } from '../../core/dist/mqtt/index.js';
import { topicsUnder } from '../../core/dist/topics/index.js';

const [url, folder] = process.argv.slice(2);
const topics = topicsUnder('vedette');

async function writeDurably(name, body) {
  const temporary = join(folder, `.${name}`);
  const file = await open(temporary, 'w');
  await file.writeFile(body);
  await file.sync();
  await file.close();
  await rename(temporary, join(folder, name));
  const holder = await open(folder, 'r');
  await holder.sync();
  await holder.close();
}

const link = openLink({
  url,
  clientId: 'plain-subscriber',
  durable: true,
  subscribe: topics.all.shots,
  async onMessage({ payload }) {
    const { shot } = readPayload(payload);
    await writeDurably(`${shot.id}.jpg`, shot.image.data);
    void link.publish(topics.receipt(shot), JSON.stringify({ id: shot.id, outcome: 'stored' }));
  },
});
process.once('SIGTERM', () => link.close().then(() => process.exit()));
