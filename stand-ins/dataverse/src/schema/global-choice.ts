import type { ChoiceOption } from './column.js';

/** A set of options that several columns share: webapi/create-update-optionsets. */
export interface GlobalChoice {
  name: string;
  label?: string | undefined;
  description?: string | undefined;
  custom?: boolean | undefined;
  options: readonly ChoiceOption[];
}
