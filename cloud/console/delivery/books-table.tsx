import type { ReactNode } from 'react';
import { number } from '../format/count.ts';
import { minuteName } from '../format/time.ts';
import type { Books } from './layers.ts';

/** The same as the chart, in numbers: the newest minute first, those in which something was counted. */
export function BooksTable({ books }: { readonly books: Books }): ReactNode {
  const { minutes, layers, generated, rows } = books;
  const indexes = minutes.map((_, index) => index).filter((index) => (rows[index]?.length ?? 0) > 0);
  return (
    <details className="books-table">
      <summary>The chart as a table</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keys */}
      <section tabIndex={0} aria-label="Books by minute">
        <table>
          <thead>
            <tr>
              <th scope="col">minute</th>
              <th scope="col">seen</th>
              {layers.map(({ name }) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {indexes.toReversed().map((index) => (
              <tr key={minutes[index]}>
                <th scope="row">{minuteName(minutes[index] ?? 0)}</th>
                <td>{number(generated[index] ?? 0)}</td>
                {layers.map(({ name, counts }) => (
                  <td key={name}>{number(counts[index] ?? 0)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}
