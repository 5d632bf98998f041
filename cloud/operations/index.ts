export { checkOperations } from './check-operations.ts';
export { checkPicture } from './check-picture.ts';
export type { OperationsConfig } from './config.ts';
export { faultOfPicture } from './fault-of-picture.ts';
export { type Operation, type OperationName, operationSchema } from './operation.ts';
export { type Operator, openOperator, type ResultPicture } from './operator.ts';
export { parseOperationText } from './parse-operation-text.ts';
export { parseOperations } from './parse-operations.ts';
