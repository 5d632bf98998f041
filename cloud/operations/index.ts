export { type OperationsConfig, operationsSchema } from './config.ts';
export { type Operation, type OperationName, operationSchema } from './operation.ts';
export { parseOperationText } from './parse-operation-text.ts';
export { parseOperations } from './parse-operations.ts';
