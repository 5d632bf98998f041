import type { ReactNode } from 'react';
import { count, number } from '../format/count.ts';
import { minuteName } from '../format/time.ts';
import type { Books } from './layers.ts';

interface MinuteBooksProps {
  readonly books: Books;
  readonly index: number;
}

/** The books of one minute, in numbers that add up. */
export function MinuteBooks({ books, index }: MinuteBooksProps): ReactNode {
  const { entries, generated, rest } = entriesOf(books, index);
  const residues = (books.rows[index] ?? []).flatMap((row) => row.residues);
  return (
    <section className="minute">
      <h2>The minute from {startOf(books, index)}</h2>
      <table>
        <tbody>
          {entries.map(({ name, term, shots }) => (
            <tr key={name} title={term}>
              <th scope="row">{name}</th>
              <td>{number(shots)}</td>
            </tr>
          ))}
          {rest === 0 ? null : (
            <tr title="see the residue">
              <th scope="row">{rest > 0 ? 'not settled yet' : 'not in the detector’s report yet'}</th>
              <td>{number(rest)}</td>
            </tr>
          )}
        </tbody>
        <tfoot>
          <tr title="generated">
            <th scope="row">seen</th>
            <td>{number(generated)}</td>
          </tr>
        </tfoot>
      </table>
      {residues.map(({ name, count: shots, text }, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two cameras may have the same residue
        <p key={`${name} ${place}`} className="quiet">
          {number(shots)} {text}
        </p>
      ))}
    </section>
  );
}

/** A minute in one sentence. */
export function sayMinute(books: Books, index: number): string {
  const { entries, generated } = entriesOf(books, index);
  const parts = entries.filter(({ shots }) => shots > 0).map(({ name, shots }) => `${number(shots)} ${name}`);
  return [`${startOf(books, index)}: ${count(generated, 'sighting')}`, ...parts].join(', ');
}

function entriesOf({ layers, generated }: Books, index: number) {
  const entries = layers.map(({ name, term, counts }) => ({ name, term, shots: counts[index] ?? 0 }));
  const seen = generated[index] ?? 0;
  return { entries, generated: seen, rest: seen - entries.reduce((sum, { shots }) => sum + shots, 0) };
}

function startOf({ minutes }: Books, index: number): string {
  return minuteName(minutes[index] ?? 0);
}
