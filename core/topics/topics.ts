/** Where a shot comes from: the levels of its topic. */
export interface Place {
  readonly site: string;
  readonly device: string;
  readonly camera: string;
}

/** The topics below one root, the only place that knows how they are spelled. */
export interface Topics {
  shot(place: Place): string;
  meta(place: Place): string;
  cameraStatus(place: Place): string;
  /** A detector's books. */
  cameraLedger(place: Place): string;
  deviceStatus(device: Pick<Place, 'site' | 'device'>): string;
  /** A forwarder's books. */
  deviceLedger(device: Pick<Place, 'site' | 'device'>): string;
  receipt(device: Pick<Place, 'site' | 'device'>): string;
  /** Filters over all sites, devices and cameras. */
  readonly all: {
    readonly shots: readonly string[];
    readonly meta: string;
    readonly cameraStatus: string;
    readonly cameraLedger: string;
    readonly deviceStatus: string;
    readonly deviceLedger: string;
    readonly receipt: string;
  };
  /** Whether it is that of a forwarder's books. */
  isDeviceLedger(topic: string): boolean;
  /** The place that a topic of ours names, or undefined if it is not one of a camera's. */
  placeOf(topic: string): Place | undefined;
}

/** Last levels of the topics that a camera has. */
const CAMERA_LEAVES: ReadonlySet<string> = new Set(['shot', 'meta', 'status', 'ledger']);

/** `shotAlias` takes the place of every shot topic that is published, and is read beside them (for older subscribers). */
export function topicsUnder(root: string, shotAlias?: string): Topics {
  const camera = ({ site, device, camera }: Place) => `${root}/${site}/${device}/${camera}`;
  const device = ({ site, device }: Pick<Place, 'site' | 'device'>) => `${root}/${site}/${device}`;
  return {
    shot: (place) => shotAlias ?? `${camera(place)}/shot`,
    meta: (place) => `${camera(place)}/meta`,
    cameraStatus: (place) => `${camera(place)}/status`,
    cameraLedger: (place) => `${camera(place)}/ledger`,
    deviceStatus: (place) => `${device(place)}/status`,
    deviceLedger: (place) => `${device(place)}/ledger`,
    receipt: (place) => `${device(place)}/receipt`,
    all: {
      shots: [`${root}/+/+/+/shot`, ...(shotAlias ? [shotAlias] : [])],
      meta: `${root}/+/+/+/meta`,
      cameraStatus: `${root}/+/+/+/status`,
      cameraLedger: `${root}/+/+/+/ledger`,
      deviceStatus: `${root}/+/+/status`,
      deviceLedger: `${root}/+/+/ledger`,
      receipt: `${root}/+/+/receipt`,
    },
    isDeviceLedger(topic) {
      if (topic === shotAlias || !topic.startsWith(`${root}/`)) return false;
      const [site, device, leaf, ...rest] = topic.slice(root.length + 1).split('/');
      return Boolean(site && device) && leaf === 'ledger' && rest.length === 0;
    },
    placeOf(topic) {
      if (topic === shotAlias || !topic.startsWith(`${root}/`)) return undefined;
      const [site, device, camera, leaf = '', ...rest] = topic.slice(root.length + 1).split('/');
      if (!site || !device || !camera || rest.length > 0) return undefined;
      return CAMERA_LEAVES.has(leaf) ? { site, device, camera } : undefined;
    },
  };
}
