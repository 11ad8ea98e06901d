import type { Schema, Table } from '#lib/dataverse-schema';
import { type Changed, publishXml } from '../definitions/publish-xml.js';
import type { Step } from '../plan/difference.js';
import { type Target, write } from './target.js';

/** What of a plan must be published to be seen in apps; keys and rows need not. */
export function changedBy(steps: readonly Step[]): Changed {
  const tables = steps.flatMap((step) => tableChangedBy(step) ?? []);
  const choices = steps.flatMap((step) => choiceChangedBy(step) ?? []);
  return { tables: [...new Set(tables)], choices: [...new Set(choices)] };
}

/** Everything that could have been changed by us. */
export const oursIn = ({ tables, choices }: Schema): Changed => ({
  tables: tables.filter(hasOurs).map(({ name }) => name),
  choices: choices.map(({ name }) => name),
});

const hasOurs = ({ custom, columns }: Table): boolean => custom || columns.some((column) => column.custom);

function tableChangedBy(step: Step): string | undefined {
  switch (step.do) {
    case 'create-table':
    case 'rename-table':
    case 'create-column':
      return step.table.name;
    case 'change-column':
      return step.table;
    case 'insert-option':
    case 'rename-option':
      return 'table' in step.of ? step.of.table : undefined;
    default:
      return undefined;
  }
}

function choiceChangedBy(step: Step): string | undefined {
  switch (step.do) {
    case 'create-choice':
    case 'rename-choice':
      return step.choice.name;
    case 'insert-option':
    case 'rename-option':
      return 'choice' in step.of ? step.of.choice : undefined;
    default:
      return undefined;
  }
}

/** Lets apps see what changed; nothing is sent when nothing did. */
export async function publish(target: Target, changed: Changed): Promise<void> {
  if (changed.tables.length + changed.choices.length === 0) return;
  await write(target, {
    operation: 'changes.publish',
    path: 'PublishXml',
    body: { ParameterXml: publishXml(changed) },
    repeatable: true,
  });
}
