import type { GlobalChoice } from '../schema/global-choice.js';
import { define, outlineOf, type Definition, type DefinitionType, type Shape } from './definition.js';
import { labelJson } from './label.js';
import { managedProperty } from './managed-property.js';
import { metadataId } from './metadata-id.js';

/** One option as the metadata shows it; what states and statuses have beyond a value and a label is `more`. */
export interface ShownOption {
  value: number;
  label: string;
  more?: Readonly<Record<string, unknown>>;
}

interface OptionSet {
  name: string;
  label: string | undefined;
  description: string | undefined;
  global: boolean;
  custom: boolean;
  kind: 'Picklist' | 'State' | 'Status' | 'Boolean';
}

export interface Options extends OptionSet {
  kind: 'Picklist' | 'State' | 'Status';
  options: readonly ShownOption[];
}

export interface TwoOptions extends OptionSet {
  kind: 'Boolean';
  words: { true: string; false: string };
}

const base: Shape<OptionSet> = {
  MetadataId: ({ name }) => metadataId('optionset', name),
  HasChanged: () => null,
  Name: ({ name }) => name,
  IsCustomOptionSet: ({ custom }) => custom,
  IsGlobal: ({ global }) => global,
  IsManaged: ({ custom }) => !custom,
  IntroducedVersion: () => null,
  ExternalTypeName: () => null,
  OptionSetType: ({ kind }) => kind,
  IsCustomizable: () => managedProperty(true, 'iscustomizable'),
  DisplayName: ({ name, label, custom }) =>
    labelJson(label ?? name, { managed: !custom, path: ['optionset', name, 'DisplayName'] }),
  Description: ({ name, description, custom }) =>
    labelJson(description, { managed: !custom, path: ['optionset', name, 'Description'] }),
};

const option = ({ name, custom }: OptionSet, { value, label, more }: ShownOption) => ({
  Value: value,
  Color: null,
  IsManaged: !custom,
  ExternalValue: null,
  ParentValues: [],
  Tag: null,
  IsHidden: false,
  MetadataId: null,
  HasChanged: null,
  ...more,
  Label: labelJson(label, { managed: !custom, path: ['optionset', name, String(value)] }),
  Description: labelJson(undefined, { managed: !custom, path: [] }),
});

const optionSet: DefinitionType<Options> = {
  name: 'OptionSetMetadata',
  shape: {
    ...base,
    ParentOptionSetName: () => null,
    Options: (set) => set.options.map((one) => option(set, one)),
  },
  navigations: {},
};

const booleanOptionSet: DefinitionType<TwoOptions> = {
  name: 'BooleanOptionSetMetadata',
  shape: {
    ...base,
    TrueOption: (set) => option(set, { value: 1, label: set.words.true }),
    FalseOption: (set) => option(set, { value: 0, label: set.words.false }),
  },
  navigations: {},
};

/** What all sets of options have in common. */
export const optionSetBase = outlineOf({ name: 'OptionSetMetadataBase', shape: base, navigations: {} });
export const optionSetCasts = [outlineOf(optionSet), outlineOf(booleanOptionSet)];

export const defineOptions = (options: Options | TwoOptions): Definition =>
  options.kind === 'Boolean' ? define(booleanOptionSet, options) : define(optionSet, options);

export const defineGlobalChoice = ({ name, label, description, custom, options }: GlobalChoice): Definition =>
  defineOptions({
    name,
    label,
    description,
    custom: custom === true,
    global: true,
    kind: 'Picklist',
    options,
  });
