import { BadInputError, messageOf } from '@vedette/core/errors';
import type { ImageHeader } from '@vedette/core/message';
import sharp, { type OutputInfo, type Sharp } from 'sharp';
import type { OperationsConfig } from './config.ts';
import { numbered, refusal } from './numbered.ts';
import type { OpenCv } from './opencv/open-cv.ts';
import type { Operation } from './operation.ts';
import { type Pass, passesOf } from './passes.ts';
import type { Pixels } from './pixels.ts';
import { type Format, formatOf, qualityOf } from './result-format.ts';
import { addStep, encode, withoutAlpha } from './sharp-steps.ts';
import type { TimeLimit } from './time-limit.ts';

export interface Encoded {
  readonly data: Buffer;
  readonly format: Format;
  /** px */
  readonly width: number;
  /** px */
  readonly height: number;
}

interface Tools {
  readonly config: OperationsConfig;
  readonly limit: TimeLimit;
  readonly openCv: OpenCv;
}

/** Does a list with a picture whose header was looked at. Rejects with BadInputError for what it cannot do. */
export async function runPasses(
  data: Uint8Array,
  header: ImageHeader,
  operations: readonly Operation[],
  tools: Tools,
): Promise<Encoded> {
  const { maxPixels } = tools.config;
  // What is damaged enough to miss a part is refused; EXIF's turn is done first, so that all sizes are of what people see.
  const open = () => sharp(data, { limitInputPixels: maxPixels, failOn: 'error', autoOrient: true });
  const passes = passesOf(numbered(operations));
  const last = passes.at(-1)?.by === 'sharp' ? passes.pop() : undefined;
  let image = open();
  for (const pass of passes) image = ofPixels(await runPass(image, pass, tools), tools.config);
  const format = formatOf(operations, header.type);
  const encoder = encode(addSteps(image, last), format, qualityOf(operations));
  const { data: encoded, info } = await finish(encoder, last, tools);
  return { data: encoded, format, width: info.width, height: info.height };
}

async function runPass(image: Sharp, pass: Pass, tools: Tools): Promise<Pixels> {
  const [step] = pass.steps;
  if (pass.by === 'sharp' || !step) return toPixels(await finish(addSteps(image, pass).raw(), pass, tools));
  const pixels = toPixels(await finish(withoutAlpha(image).raw(), undefined, tools));
  return tools.openCv.run(pixels, step, tools.limit);
}

function addSteps(image: Sharp, pass: Pass | undefined): Sharp {
  return (pass?.steps ?? []).reduce((added, { operation }) => addStep(added, operation), image);
}

/** Runs a pipeline; what libvips refuses is the picture's fault, or that of a crop that leaves it. */
async function finish(image: Sharp, pass: Pass | undefined, { limit, config }: Tools) {
  image.timeout({ seconds: limit.secondsLeft() });
  try {
    return await image.toBuffer({ resolveWithObject: true });
  } catch (error) {
    const message = messageOf(error).replaceAll('\n', ' ');
    const crop = pass?.steps.find(({ operation }) => 'crop' in operation);
    if (/timeout/.test(message)) throw limit.exceeded();
    if (crop && /extract_area/.test(message)) throw refusal(crop, 'does not lie within the picture', { cause: error });
    if (/exceeds pixel limit/.test(message)) {
      throw new BadInputError('pixels', `the picture has more pixels than the ${config.maxPixels} that are allowed`);
    }
    throw new BadInputError('damaged', `the picture cannot be read: ${message}`, { cause: error });
  }
}

function toPixels({ data, info }: { data: Buffer; info: OutputInfo }): Pixels {
  return { data, width: info.width, height: info.height, channels: info.channels as Pixels['channels'] };
}

/** What is gray stays so: sharp would write it in colour. */
function ofPixels({ data, width, height, channels }: Pixels, { maxResultPixels }: OperationsConfig): Sharp {
  const limitInputPixels = Math.max(maxResultPixels, width * height);
  const image = sharp(data, { raw: { width, height, channels }, limitInputPixels });
  return channels < 3 ? image.toColourspace('b-w') : image;
}
