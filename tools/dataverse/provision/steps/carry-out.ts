import type { Step } from '../plan/difference.js';
import { createChoice, insertOption, renameChoice, renameOption } from './choice.steps.js';
import { changeColumn, createColumn } from './column.steps.js';
import { createKey, reactivateKey } from './key.steps.js';
import { createPublisher, createSolution } from './solution.steps.js';
import { createTable, renameTable } from './table.steps.js';
import type { Target } from './target.js';

/** Does one step. Waiting for keys comes at the end, for all of them at once. */
export async function carryOut(target: Target, step: Step): Promise<void> {
  switch (step.do) {
    case 'create-publisher':
      return createPublisher(target, step.publisher);
    case 'create-solution':
      return createSolution(target, step.publisher);
    case 'create-choice':
      return createChoice(target, step.choice);
    case 'rename-choice':
      return renameChoice(target, step.choice, step.id);
    case 'insert-option':
      return insertOption(target, step.of, step.option);
    case 'rename-option':
      return void (await renameOption(target, step.of, step.option));
    case 'create-table':
      return createTable(target, step.table);
    case 'rename-table':
      return renameTable(target, step.table);
    case 'create-column':
      return createColumn(target, step.table, step.column);
    case 'change-column':
      return changeColumn(target, step.table, step.column, step.changes);
    case 'create-key':
      return createKey(target, step.table, step.key);
    case 'reactivate-key':
      return void (await reactivateKey(target, step.table, step.key));
    case 'await-key':
      return undefined;
  }
}
