import { readFileSync } from 'node:fs';

/**
 * A process id with what tells it from a later process of the same id (in a container it is always the same), or
 * undefined where there is no such process. Read from Linux's `/proc`: a container sees its own processes alone, and a
 * system without `/proc` none.
 */
export function describeProcess(pid: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    // proc(5): behind the name in brackets come the state (field 3) and, as field 22, the start in ticks since boot.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return fields[0] === 'Z' ? undefined : `${pid} ${fields[19]} ${boot}`;
  } catch {
    return undefined; // it is gone
  }
}
