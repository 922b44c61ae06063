import type { Json } from '../../../app/base/json.ts';
import type { GivenData } from '../../../app/graph/data-before.ts';
import type { Field } from '../../../app/kit/fields.ts';

/** A value that an earlier step gives. */
export type DataChoice = GivenData;

/** What every kind of field gets. */
export interface FieldProps<F extends Field = Field> {
  readonly field: F;
  readonly name: string;
  readonly value: Json | undefined;
  /** What is wrong with the value, in a sentence. */
  readonly problem: string | undefined;
  /** What earlier steps give. */
  readonly data: readonly DataChoice[];
  /** `''` where nothing is set. */
  onChange(value: Json): void;
}

/** Label, help and complaint, as the inputs of the UI kit take them. */
export const commonProps = ({
  field,
  problem,
}: Pick<FieldProps, 'field' | 'problem'>): {
  label: string;
  description?: string;
  error?: string;
  required: boolean;
  withAsterisk: false;
} => ({
  label: field.label,
  ...(field.help === undefined ? {} : { description: field.help }),
  ...(problem === undefined ? {} : { error: problem }),
  required: !field.optional,
  withAsterisk: false,
});
