import { createMetrics } from '@vedette/core/observe';
import { expect, test } from 'vitest';
import { DetectorMeter } from './counts.ts';

test('people and Prometheus are told the same', async () => {
  const metrics = createMetrics();
  const meter = new DetectorMeter(metrics);
  meter.looked(1, 3, 0.01);
  meter.looked(2, 0, 0.03);
  meter.published(1);
  meter.suppressed('track', [1]);
  meter.suppressed('brief', [1]);
  meter.refused('truncated');
  meter.refused('truncated');
  meter.overtaken(5);
  meter.warmUp();
  meter.captured(1_000_000, 1_015_000);
  meter.captured(1_000_000, 900_000);
  expect(meter.counts).toEqual({ frames: 2, faces: 3, shots: 1, suppressed: { track: 1, brief: 1 }, unreadable: 2 });
  const page = await metrics.metrics();
  for (const line of [
    'frames_total 2',
    'faces_total 3',
    'shots_total 1',
    'suppressed_total{reason="track"} 1',
    'suppressed_total{reason="brief"} 1',
    'unreadable_total{reason="truncated"} 2',
    'overtaken_frames_total 5',
    'warm_up_frames_total 1',
    'capture_seconds_bucket{le="0.01"} 1',
    'capture_seconds_sum 0.015',
    'detect_seconds_bucket{le="0.01"} 1',
    'detect_seconds_count 2',
  ]) {
    expect(page).toContain(`vedette_detector_${line}\n`);
  }
});

test('none is no reason', async () => {
  const metrics = createMetrics();
  const meter = new DetectorMeter(metrics);
  meter.suppressed('unsent', []);
  expect(meter.counts.suppressed).toEqual({});
  expect(await metrics.metrics()).not.toContain('unsent');
});
