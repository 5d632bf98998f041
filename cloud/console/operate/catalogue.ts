import type { Operation } from '../api/shapes.ts';

interface NumberField {
  readonly kind: 'number';
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  /** May be left empty. */
  readonly isOptional?: boolean;
}

interface ChoiceField {
  readonly kind: 'choice';
  readonly choices: readonly string[];
}

interface YesField {
  readonly kind: 'yes';
}

export type Field = (NumberField | ChoiceField | YesField) & {
  readonly name: string;
  readonly label: string;
  /** What it is when the operation is added. */
  readonly start?: number | string | boolean;
};

export interface OperationKind {
  readonly title: string;
  readonly fields: readonly Field[];
}

const side = (name: string, label: string, start?: number): Field => {
  return {
    name,
    label,
    kind: 'number',
    min: 1,
    max: 65_535,
    isOptional: true,
    ...(start === undefined ? {} : { start }),
  };
};
const needed = (name: string, label: string, min: number, start: number): Field => {
  return { name, label, kind: 'number', min, max: 65_535, start };
};
const level = (name: string, label: string, start: number): Field => {
  return { name, label, kind: 'number', min: 0, max: 255, start };
};
const sigma: Field = { name: 'sigma', label: 'Sigma, px', kind: 'number', min: 0.3, max: 100, step: 0.1, start: 1 };

/** What can be done to a picture, as a form offers it. */
export const OPERATIONS = {
  resize: {
    title: 'Resize',
    fields: [
      side('width', 'Width, px', 800),
      side('height', 'Height, px'),
      {
        name: 'fit',
        label: 'Fit',
        kind: 'choice',
        choices: ['cover', 'contain', 'fill', 'inside', 'outside'],
        start: 'cover',
      },
    ],
  },
  crop: {
    title: 'Crop',
    fields: [
      needed('left', 'Left, px', 0, 0),
      needed('top', 'Top, px', 0, 0),
      needed('width', 'Width, px', 1, 100),
      needed('height', 'Height, px', 1, 100),
    ],
  },
  rotate: {
    title: 'Rotate',
    fields: [
      { name: 'degrees', label: 'Degrees, clockwise', kind: 'number', min: -360, max: 360, step: 0.1, start: 90 },
    ],
  },
  flip: {
    title: 'Flip',
    fields: [{ name: 'axis', label: 'Axis', kind: 'choice', choices: ['vertical', 'horizontal'], start: 'vertical' }],
  },
  grayscale: { title: 'Grayscale', fields: [] },
  blur: { title: 'Blur', fields: [sigma] },
  sharpen: { title: 'Sharpen', fields: [sigma] },
  normalize: { title: 'Normalize', fields: [] },
  convert: {
    title: 'Convert',
    fields: [
      { name: 'format', label: 'Format', kind: 'choice', choices: ['jpeg', 'png', 'webp', 'avif'], start: 'webp' },
      { name: 'quality', label: 'Quality', kind: 'number', min: 1, max: 100, isOptional: true },
    ],
  },
  canny: { title: 'Edges (Canny)', fields: [level('low', 'Low', 100), level('high', 'High', 200)] },
  threshold: {
    title: 'Threshold',
    fields: [level('value', 'Value', 128), { name: 'otsu', label: 'By Otsu', kind: 'yes', start: false }],
  },
  contours: {
    title: 'Contours',
    fields: [
      level('value', 'Value', 128),
      { name: 'otsu', label: 'By Otsu', kind: 'yes', start: true },
      { name: 'minArea', label: 'Least area, px²', kind: 'number', min: 0, max: 1_000_000, start: 0 },
      { name: 'thickness', label: 'Line, px', kind: 'number', min: 1, max: 50, start: 2 },
    ],
  },
} as const satisfies Readonly<Record<string, OperationKind>>;

export type OperationName = keyof typeof OPERATIONS;

export const NAMES = Object.keys(OPERATIONS) as OperationName[];

type Value = number | string | boolean;

/** An operation in the form; `key` tells it from others of its name. */
export interface Step {
  readonly key: number;
  readonly name: OperationName;
  readonly values: Readonly<Record<string, Value>>;
}

export function newStep(key: number, name: OperationName): Step {
  const fields: readonly Field[] = OPERATIONS[name].fields;
  return {
    key,
    name,
    values: Object.fromEntries(fields.flatMap(({ name, start }) => (start === undefined ? [] : [[name, start]]))),
  };
}

/** As the API takes it. */
export function toOperation({ name, values }: Step): Operation {
  return { [name]: values };
}
