/** The media type of a pack. */
export const PACK_TYPE = 'application/x-tar';
