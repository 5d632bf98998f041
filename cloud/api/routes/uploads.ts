import fastifyMultipart from '@fastify/multipart';
import { z } from 'zod';
import type { ApiServer } from '../api-server.ts';
import { Problem } from '../problems/problem.ts';
import type { RouteParts } from '../route-parts.ts';
import { answerShot, shotAnswer } from '../shapes/shot.ts';
import { readFiles } from '../uploads/read-files.ts';

const MAX_FILES = 16;
/** Of one form, as many of the largest images. */
const LARGEST = 4;
const THUMBNAIL_HEIGHT = 240;

const uploaded = shotAnswer.extend({ width: z.int(), height: z.int(), bytes: z.int() });

type Parts = Pick<RouteParts, 'links' | 'uploads' | 'uploadTurns' | 'limits'>;

/** Images that are brought here. */
export async function uploadRoutes(server: ApiServer, parts: Parts): Promise<void> {
  const { links, uploads, uploadTurns, limits } = parts;
  const { maxImageBytes } = limits;
  await server.register(fastifyMultipart, {
    limits: { files: MAX_FILES, parts: MAX_FILES, fields: 0, fileSize: maxImageBytes },
  });
  server.addContentTypeParser(
    /^image\//,
    { parseAs: 'buffer', bodyLimit: maxImageBytes },
    async (_: unknown, data: Buffer) => data,
  );

  const take = async (images: readonly Buffer[], uploader: string) => {
    // All are looked at before the first is stored: a form is taken whole, or not at all.
    const checked = await Promise.all(images.map((data) => uploads.check(data, uploader)));
    const stored = await Promise.all(checked.map((one) => uploads.store(one)));
    return stored.map((shot) => ({
      ...answerShot(shot, links, THUMBNAIL_HEIGHT),
      ...{ width: shot.image?.width ?? 0, height: shot.image?.height ?? 0, bytes: shot.image?.bytes ?? 0 },
    }));
  };

  server.post(
    '/api/images',
    {
      config: { scope: 'upload' },
      schema: {
        tags: ['images'],
        summary: 'Brings images: several as the files of a form, or one as the body',
        description: `JPEG, PNG or WebP. Of a form, ${MAX_FILES} at most; they are all taken, or none. One that comes as the body is answered by itself.`,
        consumes: ['multipart/form-data', 'image/jpeg', 'image/png', 'image/webp'],
        response: { 201: z.union([z.array(uploaded), uploaded]) },
      },
    },
    async (request, reply) => {
      const uploader = request.caller?.name ?? 'anonymous';
      const answer = await uploadTurns.take(async () => {
        if (request.isMultipart())
          return take(
            await readFiles(request.files(), { maxFiles: MAX_FILES, maxImageBytes, maxBytes: LARGEST * maxImageBytes }),
            uploader,
          );
        if (!Buffer.isBuffer(request.body))
          throw new Problem(415, 'type', 'send a form with files, or an image as image/jpeg, image/png or image/webp');
        return take([request.body], uploader);
      });
      const [one] = answer;
      return reply.code(201).send(one && !request.isMultipart() ? one : answer);
    },
  );
}
