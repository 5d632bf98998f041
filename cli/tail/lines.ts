import { describeShot, printable, readPayload, type Shot } from '@vedette/core/message';
import type { MqttMessage } from '@vedette/core/mqtt';

/** A message as one line of JSON. */
export function asJson({ topic, payload }: MqttMessage): string {
  const read = readPayload(payload);
  if (read.type === 'shot') return JSON.stringify(describeShot(read.shot));
  return JSON.stringify(
    read.type === 'image' ? { topic, ...read.header } : { topic, unreadable: read.reason, detail: read.detail },
  );
}

/** A message as a line to be read. */
export function forPeople(message: MqttMessage): string {
  return printable(lineOf(message));
}

function lineOf({ topic, payload }: MqttMessage): string {
  const read = readPayload(payload);
  if (read.type === 'shot') return shotLine(read.shot);
  if (read.type === 'image') return `${topic}  a bare ${read.header.type}, ${read.header.width}x${read.header.height}`;
  return `${topic}  unreadable: ${read.detail}`;
}

function shotLine(shot: Shot): string {
  const time = new Date(shot.at / 1_000).toISOString();
  const place = `${shot.site}/${shot.device}/${shot.camera}`;
  const what =
    shot.kind === 'frame'
      ? 'frame'
      : `${shot.label} ${shot.score.toFixed(2)}${shot.track ? ` track ${shot.track.id} ${shot.track.phase}` : ''}`;
  return `${time}  ${place}  ${what}  ${pictureOf(shot)}  ${shot.id}`;
}

function pictureOf(shot: Shot): string {
  if (!shot.image) return 'description only';
  const { width, height, data } = shot.image;
  const hidden = shot.kind === 'frame' ? [] : Object.entries(shot.redaction ?? {});
  const notes = hidden.map(([label, method]) => `  ${label} ${method === 'none' ? 'painted over' : method}`);
  return `${width}x${height}  ${(data.length / 1_000).toFixed(1)} kB${notes.join('')}`;
}
