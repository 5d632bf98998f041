export { type Place, type Topics, topicsUnder } from './topics.ts';
