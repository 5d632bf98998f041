import { z } from 'zod';

/** `read`: look at all there is; `upload`: bring images; `operate`: have them changed; `admin`: all of it. */
export const scopeSchema = z.enum(['read', 'upload', 'operate', 'admin']);

export type Scope = z.infer<typeof scopeSchema>;
