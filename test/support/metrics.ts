/** The value of a counter or gauge at /metrics, summed over the series whose labels contain `label`. */
export async function metric(http: string, name: string, label = ''): Promise<number> {
  const page = await (await fetch(`${http}/metrics`)).text();
  return page
    .split('\n')
    .filter((line) => line.startsWith(name) && /^[{ ]/.test(line.slice(name.length)) && line.includes(label))
    .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}
