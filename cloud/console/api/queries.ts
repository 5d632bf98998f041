import { keepPreviousData, queryOptions, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { requestJson, searchOf } from './request.ts';
import type {
  CameraCount,
  Device,
  HourCount,
  Job,
  LabelCount,
  LedgerMinute,
  Listing,
  Page,
  StoredShot,
  Summary,
} from './shapes.ts';

const OFTEN_MS = 5_000;
const SELDOM_MS = 30_000;
const PAGE = 200;
const LATEST = 100;
/** Of a thumbnail, in pixels: as high as a row is, on a screen with two pixels to one of ours. */
const THUMBNAIL_HEIGHT = 240;
/** A day of every minute of a few cameras is some of these. */
const LEDGER_PAGE = 1_000;

export type ShotFilter = Readonly<Record<string, string | number | undefined>>;

export function useSummary() {
  return useQuery({
    queryKey: ['summary'],
    queryFn: ({ signal }) => requestJson<Summary>('/api/summary', { signal }),
    refetchInterval: OFTEN_MS,
  });
}

export function useDevices() {
  return useQuery({
    queryKey: ['devices'],
    queryFn: ({ signal }) => requestJson<readonly Device[]>('/api/devices', { signal }),
    refetchInterval: OFTEN_MS,
  });
}

/** The newest shots, as they are when somebody comes; what arrives later is told by events. */
export function latestShots(filter: ShotFilter) {
  return queryOptions({
    queryKey: ['latest', filter],
    queryFn: ({ signal }) => {
      const query = { ...filter, thumbnailHeight: THUMBNAIL_HEIGHT, limit: LATEST };
      return listOf<StoredShot>(`/api/shots${searchOf(query)}`, signal);
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
}

/** Shots that match, a page after another. */
export function useShots(filter: ShotFilter) {
  return useInfiniteQuery({
    queryKey: ['shots', filter],
    queryFn: ({ pageParam, signal }) =>
      requestJson<Page<StoredShot>>(
        `/api/shots${searchOf({ ...filter, thumbnailHeight: THUMBNAIL_HEIGHT, limit: PAGE, cursor: pageParam })}`,
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (last: Page<StoredShot>) => last.next,
    placeholderData: keepPreviousData,
    // Asked anew where somebody comes again, and never page by page beneath who looks at them.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });
}

export function useShot(id: string) {
  return useQuery({
    queryKey: ['shot', id],
    queryFn: ({ signal }) => requestJson<StoredShot>(`/api/shots/${id}`, { signal }),
    staleTime: Number.POSITIVE_INFINITY, // what is stored does not change
  });
}

/** The shot before or behind another in time, among those that match. */
export function useNeighbour(shot: StoredShot | undefined, order: 'newest' | 'oldest', filter: ShotFilter) {
  return useQuery({
    queryKey: ['neighbour', shot?.id, order, filter],
    enabled: shot !== undefined,
    queryFn: async ({ signal }) => {
      // The one that is shown may share its time with others: of two pages' begin, the one that is not itself.
      const bound = order === 'newest' ? { to: shot?.at } : { from: shot?.at };
      const path = `/api/shots${searchOf({ ...filter, ...bound, order, limit: 2 })}`;
      const { items } = await requestJson<Page<StoredShot>>(path, { signal });
      return items.find(({ id }) => id !== shot?.id) ?? null;
    },
  });
}

/** Counts per hour of capture, of the time and the place that are given. */
export function useHours(filter: ShotFilter) {
  return useQuery({
    queryKey: ['hours', filter],
    queryFn: ({ signal }) => listOf<HourCount>(`/api/hours${searchOf(filter)}`, signal),
    refetchInterval: SELDOM_MS,
    placeholderData: keepPreviousData,
  });
}

export function useCameras() {
  return useQuery({
    queryKey: ['cameras'],
    queryFn: ({ signal }) => listOf<CameraCount>('/api/cameras', signal),
    refetchInterval: SELDOM_MS,
  });
}

export function useLabels() {
  return useQuery({
    queryKey: ['labels'],
    queryFn: ({ signal }) => listOf<LabelCount>('/api/labels', signal),
    refetchInterval: SELDOM_MS,
  });
}

/** The books of the last minutes. */
export function useLedger(minutes: number, device: string | undefined) {
  return useQuery({
    queryKey: ['ledger', minutes, device],
    queryFn: async ({ signal }) => {
      const from = new Date(Date.now() - minutes * 60_000).toISOString();
      const rows: LedgerMinute[] = [];
      let cursor: string | undefined;
      do {
        const query = { from, device, limit: LEDGER_PAGE, cursor };
        const page = await requestJson<Page<LedgerMinute>>(`/api/ledger${searchOf(query)}`, { signal });
        rows.push(...page.items);
        cursor = page.next;
      } while (cursor !== undefined);
      return rows;
    },
    refetchInterval: OFTEN_MS,
    placeholderData: keepPreviousData,
  });
}

/** A folder of the bucket, a page after another. */
export function useObjects(prefix: string) {
  return useInfiniteQuery({
    queryKey: ['objects', prefix],
    queryFn: ({ pageParam, signal }) => {
      const query = { prefix, delimiter: '/', limit: PAGE, after: pageParam };
      return requestJson<Listing>(`/api/objects${searchOf(query)}`, { signal });
    },
    initialPageParam: '',
    getNextPageParam: (last: Listing) => last.next,
  });
}

/** What was computed from a shot. */
export function useJobsOf(image: string) {
  return useQuery({
    queryKey: ['jobs', image],
    queryFn: ({ signal }) => listOf<Job>(`/api/jobs${searchOf({ image })}`, signal),
  });
}

async function listOf<T>(path: string, signal: AbortSignal): Promise<readonly T[]> {
  return (await requestJson<Page<T>>(path, { signal })).items;
}
