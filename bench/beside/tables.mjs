// Tables of results, in Markdown.

export function faultTable(results) {
  const header = [
    'pipeline',
    'lost / twice',
    'received by the end',
    'age 5 s after link-up',
    'mean / longest from there',
    'all there at',
    'books close',
  ];
  const rows = results.map(({ variant, lost, dup, fresh, fault, books, ledger, seed }) => [
    seed === undefined ? variant : `${variant} (seed ${seed})`,
    books ? `${books.lost} / ${books.twice}` : `${lost} / ${dup}`,
    fresh.inTime,
    `${fresh.after5s} s`,
    `${fresh.mean} / ${fresh.max} s`,
    `${fault.drained_at_s} s`,
    ledger ? (ledger.closes ? 'yes' : 'no') : '',
  ]);
  return table(header, rows);
}

export function runTable(results) {
  const header = [
    'pipeline',
    'frames/s',
    'CPU ms a frame',
    'faces',
    'lost / twice',
    'message leg p50 / p95 / p99',
    'capture to object p50 / p95',
    'CPU in s',
    'peak memory in MB',
  ];
  const rows = results.map(
    ({ variant, rate, fps, cpu_ms_per_frame: ms, faces, lost, dup, leg, lat_ms: all, ...rest }) => [
      variant,
      rate > 0 ? `${rate} asked for` : fps,
      ms,
      faces,
      `${lost} / ${dup}`,
      `${leg.p50} / ${leg.p95} / ${leg.p99} ms`,
      `${all.p50} / ${all.p95} ms`,
      named(rest.costs ? partsOf(rest.costs, 'cpu_s') : rest.cpu_s),
      named(rest.costs ? partsOf(rest.costs, 'peak_mb') : rest.rss_mb),
    ],
  );
  return table(header, rows);
}

function partsOf(costs, figure) {
  return Object.fromEntries(Object.entries(costs).map(([name, cost]) => [name, cost[figure]]));
}

function named(figures) {
  return Object.entries(figures)
    .map(([name, figure]) => `${name} ${figure}`)
    .join(', ');
}

/** One table for each kind of result. */
export function tablesOf(results) {
  const isFault = ({ fault }) => fault !== undefined;
  const [faults, runs] = [results.filter(isFault), results.filter((one) => !isFault(one))];
  return [faults.length > 0 && faultTable(faults), runs.length > 0 && runTable(runs)].filter(Boolean).join('\n\n');
}

function table(header, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}
