export { describeProcess } from './describe-process.ts';
export { isLoopback } from './is-loopback.ts';
export { makeFolders } from './make-folders.ts';
export { reachableHost } from './reachable-host.ts';
export { type RetrySchedule, retryDelays } from './retry-schedule.ts';
export { READY, type Readiness, type Service, type ServiceContext } from './service.ts';
export { settlesWithin } from './settles-within.ts';
export { untilSignal } from './signals.ts';
export { SOFTWARE } from './software.ts';
