export { knownModel } from './known-models.ts';
export { type ListedModel, listModels } from './list-models.ts';
export { modelFolders, ownModelFolder } from './model-folders.ts';
export { GITHUB_FILES, pullModel } from './pull-model.ts';
