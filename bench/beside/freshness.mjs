// How old the cloud's newest picture is, from the csv files of a run.
import { readCsv } from './csv.mjs';

const STEP = 0.1;

/**
 * Ages in seconds, `linkUp` and `seconds` counted from the first shot: `after5s` at 5 s after the link's return, `mean` and
 * `max` from there to the end; `inTime` are the pictures that the cloud has by then.
 */
export function freshnessOf(logFolder, { linkUp, seconds }) {
  const start = readCsv(`${logFolder}/faces.csv`)[0][2];
  const since = (time) => Number(time - start) / 1e9;
  const received = readCsv(`${logFolder}/recv.csv`)
    .map(([, captured, , done]) => ({ captured: since(captured), done: since(done) }))
    .sort((a, b) => a.done - b.done);
  const ages = [];
  let newest = 0;
  let next = 0;
  for (let at = linkUp + 5; at <= seconds + 1e-9; at += STEP) {
    for (; received[next]?.done <= at; next++) newest = Math.max(newest, received[next].captured);
    ages.push(at - newest);
  }
  return {
    after5s: round(ages[0]),
    mean: round(ages.reduce((sum, age) => sum + age, 0) / ages.length),
    max: round(Math.max(...ages)),
    inTime: new Set(
      readCsv(`${logFolder}/recv.csv`)
        .filter(([, , , done]) => since(done) <= seconds)
        .map(([id]) => id),
    ).size,
  };
}

function round(number) {
  return Number(number.toFixed(2));
}
