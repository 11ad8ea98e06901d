import type { Remedy, Step } from './plan/difference.js';

/** What becomes of a difference: what provisioning will do, or what somebody else must. */
export function remedyInWords(remedy: Remedy): string {
  if (remedy.by === 'hand') return remedy.advice;
  switch (remedy.step.do) {
    case 'reactivate-key':
      return 'provision has the index built again: find and mend the rows with the same values first';
    case 'await-key':
      return 'provision waits for it, as long as --wait says';
    default:
      return remedy.step.do.startsWith('create-') ? 'provision creates it' : 'provision mends it';
  }
}

/** One step as a sentence's end: "create the column incident.cw_key". */
export function stepInWords(step: Step): string {
  switch (step.do) {
    case 'create-publisher':
      return `create the publisher ${step.publisher.name}`;
    case 'create-solution':
      return `create the solution ${step.publisher.solution}`;
    case 'create-choice':
      return `create the choice ${step.choice.name}`;
    case 'rename-choice':
      return `rename the choice ${step.choice.name}`;
    case 'insert-option':
      return `add the option ${step.option.value}`;
    case 'rename-option':
      return `rename the option ${step.option.value}`;
    case 'create-table':
      return `create the table ${step.table.name}`;
    case 'rename-table':
      return `rename the table ${step.table.name}`;
    case 'create-column':
      return `create the column ${step.table.name}.${step.column.name}`;
    case 'change-column':
      return `change the column ${step.table}.${step.column.name}`;
    case 'create-key':
      return `create the key ${step.table}.${step.key.name}`;
    case 'reactivate-key':
      return `have the index of ${step.table}.${step.key} built again`;
    case 'await-key':
      return `wait for the key ${step.table}.${step.key}`;
  }
}
