import { untilSignal } from '@vedette/core/run';
import type { ListedModel } from '@vedette/face-detector/models';
import type { Command } from 'commander';
import { formatModels } from '../models/format-models.ts';
import { progressOf } from '../models/progress.ts';
import { addSettingFlags } from '../settings/flags.ts';
import { loadSettings } from '../settings/load.ts';

/** `vedette models`, and `vedette models pull NAME`. */
export function addModelsCommand(program: Command): void {
  const models = program.command('models').description('list the models that are here or can be downloaded');
  addSettingFlags(models.option('--json', 'JSON lines'), ['data']).action(async (options) => {
    const { listModels, modelFolders } = await import('@vedette/face-detector/models');
    print(await listModels(modelFolders(loadSettings(options))), options.json === true);
  });
  models
    .command('pull')
    .argument('<name>', 'as `vedette models` shows it')
    .description("download a model into the data folder's models/, check its sum, print its path")
    .option('--from <url>', "a mirror of raw.githubusercontent.com, with its files' paths")
    .action((name: string, _options, command: Command) => pull(name, command.optsWithGlobals()));
}

function print(listed: readonly ListedModel[], asJson: boolean): void {
  console.log(asJson ? listed.map((model) => JSON.stringify(model)).join('\n') : formatModels(listed));
}

async function pull(name: string, options: Record<string, unknown>): Promise<void> {
  const { GITHUB_FILES, knownModel, ownModelFolder, pullModel } = await import('@vedette/face-detector/models');
  const model = knownModel(name);
  const from = typeof options['from'] === 'string' ? options['from'] : GITHUB_FILES;
  const folder = ownModelFolder(loadSettings(options).data);
  const stop = new AbortController();
  void untilSignal().then((name) => stop.abort(new Error(name)));
  const progress = progressOf(name, model.bytes);
  try {
    console.log(await pullModel(model, folder, { from, signal: stop.signal, onProgress: progress.show }));
  } finally {
    progress.end();
  }
}
