import { readdirSync, readFileSync } from 'node:fs';

interface Child {
  readonly pid: number;
  readonly command: string;
}

/** The child processes of this one whose command line holds `text`, and those that are dead but not reaped. */
export function programsOf(text: string): Child[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const isChild = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[1] === String(process.pid);
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return isChild && (command === '' || command.includes(text)) ? [{ pid: Number(pid), command }] : [];
      } catch {
        return []; // it ended while we looked
      }
    });
}
