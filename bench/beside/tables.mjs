// Tables of results, in Markdown.

export function faultTable(results) {
  const header = [
    'pipeline',
    'lost / twice',
    'received by the end',
    'age 5 s after link-up',
    'mean / longest from there',
    'all there at',
  ];
  const rows = results.map(({ variant, lost, dup, fresh, fault, books, seed }) => [
    seed === undefined ? variant : `${variant} (seed ${seed})`,
    books ? `${books.lost} / ${books.twice}` : `${lost} / ${dup}`,
    fresh.inTime,
    `${fresh.after5s} s`,
    `${fresh.mean} / ${fresh.max} s`,
    `${fault.drained_at_s} s`,
  ]);
  return table(header, rows);
}

export function runTable(results) {
  const header = [
    'pipeline',
    'faces',
    'lost / twice',
    'message leg p50 / p99',
    'capture to object p50 / p95',
    'CPU in s',
  ];
  const rows = results.map(({ variant, faces, lost, dup, msg_lat_ms: leg, lat_ms: all, cpu_s: cpu }) => [
    variant,
    faces,
    `${lost} / ${dup}`,
    `${leg.p50} / ${leg.p99} ms`,
    `${all.p50} / ${all.p95} ms`,
    Object.entries(cpu)
      .map(([name, seconds]) => `${name} ${seconds}`)
      .join(', '),
  ]);
  return table(header, rows);
}

function table(header, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}
