import { type ReactNode, useCallback, useMemo } from 'react';
import { useCameras, useHours, useShots } from '../api/queries.ts';
import type { StoredShot } from '../api/shapes.ts';
import { dayOf } from '../format/time.ts';
import { Failed } from '../parts/failed.tsx';
import { Notice } from '../parts/notice.tsx';
import { hrefOf } from '../route/route.ts';
import { goTo } from '../route/use-route.ts';
import { Wall } from '../wall/wall.tsx';
import { WallSkeleton } from '../wall/wall-skeleton.tsx';
import { DayStrip } from './day-strip.tsx';
import { EmptyBucket } from './empty-bucket.tsx';
import { Filters } from './filters.tsx';
import { formatHours, type Hours, parseHours, rangeOf } from './time-range.ts';

/** Shots, the newest first, narrowed by day, hours, place and what they show. */
export function ShotsByDay({ query }: { readonly query: Readonly<Record<string, string>> }): ReactNode {
  const { site, device, camera, kind, label, minScore } = query;
  const what = { site, device, camera, kind, label, minScore };
  const newestDay = useNewestDay();
  const day = query['day'] ?? newestDay;
  const hours = query['day'] === undefined ? undefined : parseHours(query['hours']);
  const counts = useHours({ site, device, camera, ...rangeOf(day) });
  const shots = useShots({ ...what, ...(query['day'] === undefined ? {} : rangeOf(day, hours)) });
  const items = useMemo(() => shots.data?.pages.flatMap((page) => page.items) ?? [], [shots.data]);
  const linkTo = useCallback((shot: StoredShot) => hrefOf('browse', { ...query, shot: shot.id }), [query]);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = shots;
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const narrow = (change: Readonly<Record<string, string | undefined>>) =>
    goTo(hrefOf('browse', { ...query, ...change }), { replace: true });
  const choose = (chosen: Hours | undefined) => narrow({ day, hours: chosen && formatHours(chosen) });
  return (
    <>
      <Filters query={query} day={day} narrow={narrow} />
      <DayStrip day={day} counts={counts.data ?? []} chosen={hours} choose={choose} />
      {shots.error ? <Failed what="Shots" error={shots.error} retry={() => void shots.refetch()} /> : null}
      {shots.isPending ? <WallSkeleton /> : null}
      {shots.data && items.length === 0 ? <NothingHere isNarrowed={Object.keys(query).length > 0} /> : null}
      {items.length > 0 ? <Wall name="Shots" shots={items} hrefOf={linkTo} onEnd={more} /> : null}
    </>
  );
}

/** The last day that has shots, or today. */
function useNewestDay(): string {
  const { data = [] } = useCameras();
  const last = data
    .flatMap(({ lastAt }) => lastAt ?? [])
    .sort()
    .at(-1);
  return dayOf(last === undefined ? new Date() : new Date(last));
}

function NothingHere({ isNarrowed }: { readonly isNarrowed: boolean }): ReactNode {
  if (isNarrowed) {
    return (
      <Notice title="No shot matches">
        <p>Take another day, more hours, or fewer conditions.</p>
        <a className="button" href={hrefOf('browse')}>
          Show all shots
        </a>
      </Notice>
    );
  }
  return <EmptyBucket />;
}
