import sharp from 'sharp';

// A frame is seen once: libvips' cache of operations would only hold on to its memory.
sharp.cache(false);
// One thread a picture: the model shares these cores, and more threads than free cores make both slower.
sharp.concurrency(1);

export { sharp };
