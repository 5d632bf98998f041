import { createLogger } from '@vedette/core/observe';
import { topicsUnder } from '@vedette/core/topics';
import type { Command } from 'commander';
import { brokerUrl } from '../settings/broker-url.ts';
import { addSettingFlags } from '../settings/flags.ts';
import { loadSettings } from '../settings/load.ts';
import { addLoginFlags, type LoginFlags, loginFrom } from '../settings/login-flags.ts';
import { wholeNumber } from '../settings/whole-number.ts';
import { asJson, forPeople } from '../tail/lines.ts';

interface TailOptions extends LoginFlags {
  readonly broker?: string;
  readonly count?: number;
  readonly json?: boolean;
}

/** `vedette tail`: shots as they come by a broker. */
export function addTailCommand(program: Command): void {
  const tail = program
    .command('tail')
    .description('show shots as they come by a broker')
    .option(
      '-b, --broker <url>',
      'the broker to listen at (default: faceDetector.brokerUrl, the edge broker)',
      brokerUrl,
    )
    .option('-n, --count <n>', 'stop after so many messages', wholeNumber)
    .option('--json', 'JSON lines even on a terminal');
  addLoginFlags(tail);
  addSettingFlags(tail, []).action(async (options: TailOptions) => {
    const settings = loadSettings({ ...options });
    const url = options.broker ?? settings.faceDetector.brokerUrl;
    const login = loginFrom(options, url, options.broker === undefined ? settings.faceDetector : undefined);
    const show = process.stdout.isTTY && !options.json ? forPeople : asJson;
    const count = options.count ?? Number.POSITIVE_INFINITY;
    const { level, format } = settings.log;
    const log = createLogger({ level: level === 'auto' ? 'info' : level, format });
    const filters = topicsUnder(settings.root, settings.shotAlias).all.shots;
    const { showMessages } = await import('../tail/show-messages.ts');
    await showMessages({ url, ...login, subscribe: filters }, count, show, log);
  });
}
