// What is done with pictures, by name: as the worker is asked for it, and as one writes it with sharp.
export const LISTS = [
  {
    operations: [{ resize: { width: 640, height: 480, fit: 'inside' } }, { convert: { format: 'webp', quality: 75 } }],
    bare: (image) => image.resize({ width: 640, height: 480, fit: 'inside' }).webp({ quality: 75 }),
  },
  {
    operations: [{ crop: { left: 20, top: 10, width: 240, height: 200 } }, { rotate: { degrees: 90 } }, { flip: {} }],
    // sharp turns first and flips then, whatever is written first: so the flip that comes to the same is the other one.
    bare: (image) => image.extract({ left: 20, top: 10, width: 240, height: 200 }).rotate(90).flop(),
  },
  {
    operations: [{ resize: { width: 800 } }, { grayscale: {} }, { convert: { format: 'jpeg', quality: 85 } }],
    bare: (image) => image.resize({ width: 800 }).grayscale().jpeg({ quality: 85 }),
  },
  {
    operations: [{ blur: { sigma: 2 } }, { sharpen: {} }, { normalize: {} }, { convert: { format: 'jpeg' } }],
    bare: (image) => image.blur(2).sharpen({ sigma: 1 }).normalise().jpeg(),
  },
];
