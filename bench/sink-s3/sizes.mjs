export const IMAGE_BYTES = 15_000;
