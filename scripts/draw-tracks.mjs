// Draws how a short video becomes shots: the last frame with the way of each track, and for each track what was seen of it
// over time, those marked that are sent.
//   node scripts/draw-tracks.mjs VIDEO OUT.png [--model FILE]
import './prepare.mjs';
import { parseArgs } from 'node:util';
import sharp from 'sharp';

const { findModel } = await import('../edge/face-detector/dist/detect/models/find-model.js');
const { OnnxDetector } = await import('../edge/face-detector/dist/detect/run/onnx-detector.js');
const { videoSource } = await import('../edge/face-detector/dist/sources/video-source.js');
const { chooseSelector } = await import('../edge/face-detector/dist/track/choose-selector.js');
const { Tracker } = await import('../edge/face-detector/dist/track/follow/tracker.js');
const { trackSchema } = await import('../edge/face-detector/dist/track/settings.js');

const WIDTH = 1_000;
const THUMB = 62;
const COLUMNS = 14;
const ROW = THUMB + 34;
const COLOURS = ['#ffb000', '#4cc9f0', '#f72585', '#80ed99'];
const MAX_PIXELS = 50_000_000;

const { values, positionals } = parseArgs({ options: { model: { type: 'string' } }, allowPositionals: true });
const [video, out] = positionals;
if (!video || !out) {
  console.error('give a video and the picture to write');
  process.exit(2);
}
const seen = await watch(video, values.model ?? findModel('auto', []));
await draw(seen, out);
const tracks = new Set(seen.sightings.map(({ track }) => track));
console.log(`${seen.frames} frames, ${seen.faces} faces, ${tracks.size} tracks, ${seen.shots.length} shots`);

/** All sightings of the tracks of which a shot is sent, with a thumbnail each, and those shots. */
async function watch(file, model) {
  const options = { file: model, provider: 'cpu', maxSide: 640, maxPixels: MAX_PIXELS, tellUnsure: true };
  const detector = await OnnxDetector.open(options);
  const track = trackSchema.parse({});
  const sureScore = detector.model.sureScore ?? 0;
  const settings = { track, sureScore, sizes: {}, minScores: {}, zones: [], marginShare: 0.3 };
  const selector = chooseSelector({ select: 'track', ...settings });
  const tracker = new Tracker({ ...track, maxGap: track.maxGapSeconds * 1e6 });
  const all = { frames: 0, faces: 0, shots: [], sightings: [] };
  const source = videoSource(file, { maxPixels: MAX_PIXELS, turn: { rotate: 0, mirror: false } });
  for await (const frame of source.frames(new AbortController().signal, {})) {
    const found = await detector.detect(frame);
    all.frames += 1;
    all.faces += found.detections.length;
    all.last = frame.image;
    for (const { track, detection } of tracker.update(found, frame.at).sightings) {
      const thumb = await thumbnail(frame.image, detection.box);
      all.sightings.push({ track: track.id, ref: frame.ref, box: detection.box, thumb });
    }
    all.shots.push(...selector.offer(frame, found).picks);
  }
  all.shots.push(...selector.finish().picks);
  await detector.close();
  const sent = new Set(all.shots.map((shot) => shot.track.id));
  return { ...all, sightings: all.sightings.filter((sighting) => sent.has(sighting.track)) };
}

/** A square around a face. */
function thumbnail({ data, width, height }, [x, y, w, h]) {
  const side = Math.min(Math.round(Math.max(w, h) * 1.5), width, height);
  const left = Math.round(Math.min(Math.max(x + w / 2 - side / 2, 0), width - side));
  const top = Math.round(Math.min(Math.max(y + h / 2 - side / 2, 0), height - side));
  const picture = sharp(data, { raw: { width, height, channels: 3 } }).extract({
    left,
    top,
    width: side,
    height: side,
  });
  return picture.resize(THUMB, THUMB).png().toBuffer();
}

async function draw({ last, sightings, shots }, file) {
  const scale = WIDTH / last.width;
  const ids = [...new Set(sightings.map(({ track }) => track))];
  const tracks = ids.map((id) => [id, sightings.filter(({ track }) => track === id)]);
  const top = Math.round(last.height * scale);
  const height = top + 10 + ROW * tracks.length;
  const rows = tracks.map(([id, seen], row) =>
    rowOf(seen, shotsOf(id), top + 16 + row * ROW, COLOURS[row % COLOURS.length]),
  );
  const ways = tracks.map(([id, seen], row) => wayOf(seen, shotsOf(id), scale, COLOURS[row % COLOURS.length]));
  const overlay = `<svg width="${WIDTH}" height="${height}" font-family="DejaVu Sans, sans-serif" font-size="14">
    ${ways.join('')}${rows.map(({ svg }) => svg).join('')}</svg>`;
  const frame = sharp(last.data, { raw: { width: last.width, height: last.height, channels: 3 } }).resize(WIDTH);
  await sharp({ create: { width: WIDTH, height, channels: 3, background: '#16181d' } })
    .composite([
      { input: await frame.png().toBuffer(), left: 0, top: 0 },
      ...rows.flatMap(({ thumbs }) => thumbs),
      { input: Buffer.from(overlay), left: 0, top: 0 },
    ])
    .png({ palette: true, quality: 90 })
    .toFile(file);

  function shotsOf(id) {
    return shots.filter((shot) => shot.track.id === id);
  }
}

/** The boxes of a track in the picture: the way of their middles, the last one, and thick those that are sent. */
function wayOf(seen, shots, scale, colour) {
  const middles = seen.map(({ box: [x, y, w, h] }) => `${(x + w / 2) * scale},${(y + h / 2) * scale}`);
  const boxOf = (box, width) => {
    const [x, y, w, h] = box.map((value) => value * scale);
    return `<rect x="${x}" y="${y}" width="${w}" height="${h}" fill="none" stroke="${colour}" stroke-width="${width}"/>`;
  };
  const label = ([x, , w], y, text) =>
    `<text x="${(x + w / 2) * scale}" y="${y}" fill="${colour}" text-anchor="middle">${text}</text>`;
  const last = seen.at(-1).box;
  return `<polyline points="${middles.join(' ')}" fill="none" stroke="${colour}" stroke-width="2" stroke-dasharray="4 3"/>
    ${boxOf(seen[0].box, 1)}${boxOf(last, 1)}${label(last, last[1] * scale - 6, `track ${seen[0].track}`)}
    ${shots.map(({ detection: { box }, track }) => boxOf(box, 3) + label(box, (box[1] + box[3]) * scale + 18, track.phase))}`;
}

/** What was seen of a track, evenly over its time and each that is sent, framed. */
function rowOf(seen, shots, top, colour) {
  const phases = new Map(shots.map(({ frame, track }) => [frame.ref, track.phase]));
  const step = Math.max(1, seen.length / COLUMNS);
  const even = new Set(Array.from({ length: COLUMNS }, (_, column) => seen[Math.floor(column * step)]));
  const others = seen.filter((one) => even.has(one) && !phases.has(one.ref)).slice(0, COLUMNS - phases.size);
  const shown = seen.filter((one) => others.includes(one) || phases.has(one.ref));
  const at = (column) => 16 + column * ((WIDTH - 32) / COLUMNS);
  const marks = shown.map(({ ref }, column) => {
    const phase = phases.get(ref);
    const frame = `<rect x="${at(column)}" y="${top}" width="${THUMB}" height="${THUMB}" fill="none" stroke="${colour}" stroke-width="4"/>`;
    const label = `<text x="${at(column)}" y="${top + THUMB + 18}" fill="${phase ? colour : '#8b919c'}">${phase ?? ref}</text>`;
    return phase ? frame + label : label;
  });
  const thumbs = shown.map(({ thumb }, column) => ({ input: thumb, left: Math.round(at(column)), top }));
  return { svg: marks.join(''), thumbs };
}
