import type { ReactNode } from 'react';
import { type Field, OPERATIONS, type Step } from './catalogue.ts';

interface StepFieldsProps {
  readonly step: Step;
  change(step: Step): void;
}

/** What an operation takes. */
export function StepFields({ step, change }: StepFieldsProps): ReactNode {
  const fields: readonly Field[] = OPERATIONS[step.name].fields;
  const set = (name: string, value: number | string | boolean | undefined) => {
    const { [name]: _, ...others } = step.values;
    change({ ...step, values: value === undefined ? others : { ...others, [name]: value } });
  };
  if (fields.length === 0) return null;
  return (
    <div className="step-fields">
      {fields.map((field) => (
        <div key={field.name} className="field">
          <label htmlFor={idOf(step, field)}>{field.label}</label>
          <Input
            id={idOf(step, field)}
            field={field}
            value={step.values[field.name]}
            set={(value) => set(field.name, value)}
          />
        </div>
      ))}
    </div>
  );
}

function idOf({ key }: Step, { name }: Field): string {
  return `step-${key}-${name}`;
}

interface InputProps {
  readonly id: string;
  readonly field: Field;
  readonly value: number | string | boolean | undefined;
  set(value: number | string | boolean | undefined): void;
}

function Input({ id, field, value, set }: InputProps): ReactNode {
  switch (field.kind) {
    case 'number':
      return (
        <input
          id={id}
          type="number"
          min={field.min}
          max={field.max}
          step={field.step ?? 1}
          required={!field.isOptional}
          value={typeof value === 'number' ? value : ''}
          onChange={({ target }) => set(Number.isNaN(target.valueAsNumber) ? undefined : target.valueAsNumber)}
        />
      );
    case 'choice':
      return (
        <select id={id} value={String(value)} onChange={({ target }) => set(target.value)}>
          {field.choices.map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
        </select>
      );
    case 'yes':
      return <input id={id} type="checkbox" checked={value === true} onChange={({ target }) => set(target.checked)} />;
  }
}
