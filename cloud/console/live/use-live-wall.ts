import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { latestShots } from '../api/queries.ts';
import type { StoredShot } from '../api/shapes.ts';
import { useEvents } from '../api/use-events.ts';
import { type LiveWall, showWaiting, takeArrivals } from './live-wall.ts';

/** Shots that come at once are shown at once. */
const GATHER_MS = 400;

interface Place {
  readonly device?: string | undefined;
  readonly camera?: string | undefined;
}

/** The newest shots of a place, and those that come; `isHeld` keeps what is shown where it is. */
export function useLiveWall(place: Place, isHeld: boolean) {
  const { device, camera } = place;
  const arrived = useRef<StoredShot[]>([]);
  const isListening = useEvents<StoredShot>('shot', (shot) => {
    if ((device ?? shot.device) === shot.device && (camera ?? shot.camera) === shot.camera) arrived.current.push(shot);
  });
  const latest = useQuery({ ...latestShots({ device, camera }), enabled: isListening });
  const [wall, setWall] = useState<LiveWall>();
  useEffect(() => {
    if (latest.data) setWall({ shown: latest.data, waiting: [] });
  }, [latest.data]);
  const isThere = wall !== undefined;
  useEffect(() => {
    if (!isThere) return;
    const timer = setInterval(() => {
      if (arrived.current.length === 0) return;
      const shots = arrived.current.splice(0);
      setWall((now) => now && takeArrivals(now, shots, isHeld));
    }, GATHER_MS);
    return () => clearInterval(timer);
  }, [isHeld, isThere]);
  return { wall, latest, show: () => setWall((now) => now && showWaiting(now)) };
}
