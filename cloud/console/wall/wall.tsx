import { useWindowVirtualizer } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { StoredShot } from '../api/shapes.ts';
import { justify, type Row } from './justify.ts';
import { stepTo } from './step.ts';
import { Tile } from './tile.tsx';
import { useWidth } from './use-width.ts';
import './wall.css';

const GAP = 4;
const WIDE = 720;
const HIGH_ROW = 176;
const LOW_ROW = 120;
/** Rows that are kept ready beyond the screen. */
const OVERSCAN = 4;

interface WallProps {
  readonly name: string;
  readonly shots: readonly StoredShot[];
  /** Where more will come: their rows alone change then. */
  readonly grows?: 'down' | 'up';
  readonly hasCaptions?: boolean;
  hrefOf(shot: StoredShot): string;
  /** The last row is near. */
  onEnd?(): void;
}

/** Shots in rows that fill the width; of very many, those near the screen are in the page. Arrow keys walk. */
export function Wall({ name, shots, grows = 'down', hasCaptions = false, hrefOf, onEnd }: WallProps): ReactNode {
  const list = useRef<HTMLUListElement>(null);
  const wanted = useRef<string>(undefined);
  const width = useWidth(list);
  const [current, setCurrent] = useState<string>();
  const rows = useMemo(() => rowsOf(shots, grows, width), [shots, grows, width]);
  const virtualizer = useRowVirtualizer(rows, list);
  const visible = virtualizer.getVirtualItems();
  const isNearEnd = (visible.at(-1)?.index ?? -1) >= rows.length - 1;
  useEffect(() => {
    if (isNearEnd && rows.length > 0) onEnd?.();
  }, [isNearEnd, rows, onEnd]);
  useEffect(() => {
    if (focusTile(list.current, wanted.current)) wanted.current = undefined;
  });
  const walk = useCallback(
    (event: KeyboardEvent) => {
      const from = shots.findIndex(({ id }) => id === current);
      const step = event.ctrlKey || event.metaKey || event.altKey ? undefined : stepTo(event.key, from, rows);
      const shot = step && shots[step.index];
      if (!step || !shot) return;
      event.preventDefault();
      wanted.current = shot.id;
      setCurrent(shot.id);
      virtualizer.scrollToIndex(step.row);
    },
    [shots, current, rows, virtualizer],
  );
  const tabStop = shots.some(({ id }) => id === current) ? current : shots[0]?.id;
  return (
    <ul
      ref={list}
      className={hasCaptions ? 'wall captions' : 'wall'}
      aria-label={name}
      style={{ height: virtualizer.getTotalSize() }}
      onKeyDown={walk}
    >
      {visible.flatMap(({ index, start }) =>
        (rows[index]?.places ?? []).flatMap((place) => {
          const shot = shots[place.index];
          if (!shot) return [];
          const spot = { left: place.left, top: start - virtualizer.options.scrollMargin, width: place.width };
          return (
            <Tile
              key={shot.id}
              shot={shot}
              href={hrefOf(shot)}
              {...spot}
              height={rows[index]?.height ?? 0}
              isCurrent={shot.id === tabStop}
              onFocus={setCurrent}
            />
          );
        }),
      )}
    </ul>
  );
}

function useRowVirtualizer(rows: readonly Row[], list: React.RefObject<HTMLElement | null>) {
  const [scrollMargin, setScrollMargin] = useState(0);
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: (index) => rows[index]?.height ?? 0,
    gap: GAP,
    overscan: OVERSCAN,
    scrollMargin,
    scrollPaddingStart: 120, // a row that is walked to lies below the bar
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: other rows have other heights
  useLayoutEffect(() => {
    virtualizer.measure();
    if (list.current) setScrollMargin(list.current.getBoundingClientRect().top + window.scrollY);
  }, [rows, list, virtualizer]);
  return virtualizer;
}

function rowsOf(shots: readonly StoredShot[], grows: 'down' | 'up', width: number): Row[] {
  if (width === 0) return [];
  const ratios = shots.map(({ image }) => (image ? image.width / image.height : 1));
  const height = width < WIDE ? LOW_ROW : HIGH_ROW;
  return justify(ratios, { width, height, gap: GAP, open: grows === 'down' ? 'last' : 'first' });
}

/** It may not be in the page yet. */
function focusTile(list: HTMLElement | null, id: string | undefined): boolean {
  const tile = id === undefined ? null : list?.querySelector<HTMLElement>(`[data-shot="${id}"]`);
  tile?.focus({ preventScroll: true });
  return Boolean(tile);
}
