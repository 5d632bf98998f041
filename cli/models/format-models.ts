import type { ListedModel } from '@vedette/face-detector/models';

/** Enough of a sum to compare it by eye. */
const SUM_DIGITS = 12;

const COLUMNS: readonly (readonly [heading: string, cell: (model: ListedModel) => string])[] = [
  ['name', ({ name, auto }) => (auto ? `${name} *` : name)],
  ['task', ({ task }) => task ?? '-'],
  ['state', ({ state }) => state],
  ['licence', ({ licence }) => licence ?? '-'],
  ['sha256', ({ sha256 }) => sha256.slice(0, SUM_DIGITS)],
  ['source', ({ source }) => shortSource(source)],
  ['file', ({ path }) => path ?? ''],
];

/** A commit as people write it; which file of it follows from the name. */
function shortSource(source = '-'): string {
  return source.replace(/@([0-9a-f]{7})[0-9a-f]{33}\/.*/, '@$1');
}

/** What the states mean that say something of the file itself. */
const LEGEND: Partial<Record<ListedModel['state'], string>> = {
  changed: 'changed: not the bytes that are known under this name',
  own: 'own: not one that is known; a file NAME.json beside it may describe it',
  'to pull': 'to pull: `vedette models pull NAME` downloads it',
};

/** The list for people: a line a model, and below it what stands for what. */
export function formatModels(models: readonly ListedModel[]): string {
  const rows = [COLUMNS.map(([heading]) => heading), ...models.map((model) => COLUMNS.map(([, cell]) => cell(model)))];
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const states = new Set(models.map(({ state }) => state));
  const legend = Object.entries(LEGEND).filter(([state]) => states.has(state as ListedModel['state']));
  return [...lines, '', '* what --model auto takes', ...legend.map(([, meaning]) => meaning)].join('\n');
}
