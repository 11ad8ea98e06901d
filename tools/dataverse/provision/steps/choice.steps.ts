import type { GlobalChoice, Option } from '#lib/dataverse-schema';
import { label } from '../definitions/label.js';
import { globalChoiceDefinition } from '../definitions/option-set.definition.js';
import { readChoices } from '../environment/read-choices.js';
import { readTable } from '../environment/read-table.js';
import type { OptionOwner } from '../plan/difference.js';
import { createOnce } from './create-once.js';
import { replaceDefinition } from './replace-definition.js';
import { type Target, writeComponent } from './target.js';

export const createChoice = (target: Target, choice: GlobalChoice) =>
  createOnce(
    () =>
      writeComponent(target, {
        operation: 'choice.create',
        path: 'GlobalOptionSetDefinitions',
        body: globalChoiceDefinition(choice, target.language),
      }),
    async () => (await readChoices(target.reader, [choice.name], target.language)).size > 0,
  );

export const renameChoice = (target: Target, { name, label: text }: GlobalChoice, id: string) =>
  replaceDefinition(target, {
    operation: 'choice.update',
    read: `GlobalOptionSetDefinitions(Name='${name}')`,
    write: `GlobalOptionSetDefinitions(${id})`,
    type: 'OptionSetMetadata',
    changes: { DisplayName: label(text, target.language) },
  });

/** Options change by actions of their own: https://learn.microsoft.com/power-apps/developer/data-platform/webapi/create-update-optionsets */
export const insertOption = (target: Target, of: OptionOwner, option: Option) =>
  createOnce(
    () =>
      writeComponent(target, {
        operation: 'option.create',
        path: 'InsertOptionValue',
        body: optionBody(target, of, option),
        expect: 200,
      }),
    () => hasOption(target, of, option),
  );

export const renameOption = (target: Target, of: OptionOwner, option: Option) =>
  writeComponent(target, {
    operation: 'option.update',
    path: 'UpdateOptionValue',
    body: { ...optionBody(target, of, option), MergeLabels: true },
    repeatable: true,
  });

const optionBody = ({ language, solution }: Target, of: OptionOwner, option: Option) => ({
  ...('choice' in of
    ? { OptionSetName: of.choice }
    : { EntityLogicalName: of.table, AttributeLogicalName: of.column }),
  Value: option.value,
  Label: label(option.label, language),
  SolutionUniqueName: solution,
});

async function hasOption({ reader, language }: Target, of: OptionOwner, option: Option): Promise<boolean> {
  const values =
    'choice' in of
      ? (await readChoices(reader, [of.choice], language)).get(of.choice)?.values
      : (await readTable(reader, of.table, [of.column], language))?.columns.get(of.column)?.values;
  return values?.some(({ value }) => value === option.value) ?? false;
}
