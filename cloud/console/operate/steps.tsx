import type { ReactNode } from 'react';
import { NAMES, newStep, OPERATIONS, type OperationName, type Step } from './catalogue.ts';
import { StepFields } from './step-fields.tsx';

interface StepsProps {
  readonly steps: readonly Step[];
  change(steps: readonly Step[]): void;
}

/** The list of operations: what is added goes behind; each can be moved, changed and taken out. */
export function Steps({ steps, change }: StepsProps): ReactNode {
  const add = (name: OperationName) => {
    const key = Math.max(-1, ...steps.map((step) => step.key)) + 1;
    change([...steps, newStep(key, name)]);
  };
  const swap = (index: number) => {
    const [one, other] = [steps[index], steps[index + 1]];
    if (one && other) change(steps.toSpliced(index, 2, other, one));
  };
  return (
    <>
      <ol className="steps">
        {steps.map((step, index) => {
          const { title } = OPERATIONS[step.name];
          return (
            <li key={step.key}>
              <div className="row step-head">
                <h3>
                  {index + 1}. {title}
                </h3>
                <button
                  type="button"
                  aria-label={`${title} earlier`}
                  disabled={index === 0}
                  onClick={() => swap(index - 1)}
                >
                  ↑
                </button>
                <button
                  type="button"
                  aria-label={`${title} later`}
                  disabled={index === steps.length - 1}
                  onClick={() => swap(index)}
                >
                  ↓
                </button>
                <button
                  type="button"
                  aria-label={`Take out ${title}`}
                  onClick={() => change(steps.toSpliced(index, 1))}
                >
                  ×
                </button>
              </div>
              <StepFields step={step} change={(changed) => change(steps.toSpliced(index, 1, changed))} />
            </li>
          );
        })}
      </ol>
      <select aria-label="Add an operation" value="" onChange={({ target }) => add(target.value as OperationName)}>
        <option value="" disabled>
          Add an operation …
        </option>
        {NAMES.map((name) => (
          <option key={name} value={name}>
            {OPERATIONS[name].title}
          </option>
        ))}
      </select>
    </>
  );
}
