import type {
  BooleanColumn,
  ChoiceColumn,
  Column,
  DateColumn,
  FileColumn,
  IdColumn,
  ImageColumn,
  LookupColumn,
  NumberColumn,
  TextColumn,
} from '../schema/column.js';
import { primaryImageOf } from '../files/images.js';
import { attributeShape, type Attribute } from './attribute-definition.js';
import { optionsOf, statesOf, statusesOf, yesAndNo } from './attribute-options.js';
import { define, outlineOf, type Definition, type DefinitionType, type Shape } from './definition.js';

/** The types that derive from AttributeMetadata, and what each adds: webapi/reference/attributemetadata. */
function typeOf<C extends Column>(
  name: string,
  own: Shape<Attribute<C>>,
  navigations: DefinitionType<Attribute<C>>['navigations'] = {},
): DefinitionType<Attribute<C>> {
  return { name: `${name}AttributeMetadata`, shape: { ...attributeShape, ...own }, navigations };
}

const notCalculated: Shape<Attribute> = { FormulaDefinition: () => '', SourceTypeMask: () => 0 };

const formatOf = ({ column }: Attribute<TextColumn>) => column.format ?? 'Text';

const string = typeOf<TextColumn>('String', {
  ...notCalculated,
  Format: formatOf,
  FormatName: (attribute) => ({ Value: formatOf(attribute) }),
  ImeMode: () => 'Auto',
  MaxLength: ({ column }) => column.length,
  DatabaseLength: ({ column }) => column.length * 2,
  IsLocalizable: () => false,
  YomiOf: () => null,
});

const memo = typeOf<TextColumn>('Memo', {
  Format: () => 'TextArea',
  FormatName: () => ({ Value: 'TextArea' }),
  ImeMode: () => 'Auto',
  MaxLength: ({ column }) => column.length,
  IsLocalizable: () => false,
});

const integer = typeOf<NumberColumn>('Integer', {
  ...notCalculated,
  Format: () => 'None',
  MinValue: ({ column }) => column.min ?? -2_147_483_648,
  MaxValue: ({ column }) => column.max ?? 2_147_483_647,
});

const bigInt = typeOf<NumberColumn>('BigInt', {
  MinValue: () => -9_223_372_036_854_775_808n.toString(),
  MaxValue: () => 9_223_372_036_854_775_807n.toString(),
});

/** The bounds of the platform, when the column has none of its own: developer/data-platform/entity-attribute-metadata. */
const BOUND = 100_000_000_000;
const precise = (places: number): Shape<Attribute<NumberColumn>> => ({
  ImeMode: () => 'Auto',
  MinValue: ({ column }) => column.min ?? -BOUND,
  MaxValue: ({ column }) => column.max ?? BOUND,
  Precision: ({ column }) => column.precision ?? places,
});
const double = typeOf<NumberColumn>('Double', precise(5));
const decimal = typeOf<NumberColumn>('Decimal', { ...notCalculated, ...precise(10) });

const boolean = typeOf<BooleanColumn>(
  'Boolean',
  { ...notCalculated, DefaultValue: ({ column }) => column.default === true },
  { OptionSet: yesAndNo, GlobalOptionSet: yesAndNo },
);

const dateTime = typeOf<DateColumn>('DateTime', {
  ...notCalculated,
  Format: ({ column }) => column.format ?? (column.type === 'date' ? 'DateOnly' : 'DateAndTime'),
  ImeMode: () => 'Auto',
  MinSupportedValue: () => '1753-01-01T00:00:00Z',
  MaxSupportedValue: () => '9999-12-30T23:59:59Z',
  CanChangeDateTimeBehavior: () => ({
    Value: false,
    CanBeChanged: false,
    ManagedPropertyLogicalName: 'canchangedatetimebehavior',
  }),
  DateTimeBehavior: ({ column }) => ({
    Value: column.type === 'date' ? 'DateOnly' : (column.behavior ?? 'UserLocal'),
  }),
});

const uniqueIdentifier = typeOf<IdColumn>('UniqueIdentifier', {});

const lookup = typeOf<LookupColumn>('Lookup', {
  Format: () => 'None',
  Targets: ({ column }) => Object.keys(column.targets),
});

const chosen: Shape<Attribute<ChoiceColumn>> = {
  DefaultFormValue: ({ column }) => column.default ?? -1,
};
const picklist = typeOf<ChoiceColumn>(
  'Picklist',
  { ...notCalculated, ...chosen, ParentPicklistLogicalName: () => null, ChildPicklistLogicalNames: () => [] },
  { OptionSet: optionsOf, GlobalOptionSet: optionsOf },
);
const state = typeOf<ChoiceColumn>('State', chosen, { OptionSet: statesOf, GlobalOptionSet: statesOf });
const status = typeOf<ChoiceColumn>('Status', chosen, { OptionSet: statusesOf, GlobalOptionSet: statusesOf });

/** developer/data-platform/file-attributes, and image-attributes: thumbnails are never larger than 144 by 144. */
const file = typeOf<FileColumn>('File', { MaxSizeInKB: ({ column }) => column.maxSizeInKB });
const image = typeOf<ImageColumn>('Image', {
  IsPrimaryImage: ({ table, column }) => primaryImageOf(table) === column,
  CanStoreFullImage: ({ column }) => column.canStoreFullImage,
  MaxSizeInKB: ({ column }) => column.maxSizeInKB,
  MaxHeight: () => 144,
  MaxWidth: () => 144,
});

/** Types of columns that no table of the stand-in has: a cast to them finds nothing. */
const absent = ['Money', 'MultiSelectPicklist', 'EntityName', 'ManagedProperty'].map((name) =>
  outlineOf(typeOf(name, {})),
);

export const attributeBase = outlineOf<Attribute>({
  name: 'AttributeMetadata',
  shape: attributeShape,
  navigations: {},
});

export const attributeCasts = [
  outlineOf(string),
  outlineOf(memo),
  outlineOf(integer),
  outlineOf(bigInt),
  outlineOf(double),
  outlineOf(decimal),
  outlineOf(boolean),
  outlineOf(dateTime),
  outlineOf(uniqueIdentifier),
  outlineOf(lookup),
  outlineOf(picklist),
  outlineOf(state),
  outlineOf(status),
  outlineOf(file),
  outlineOf(image),
  ...absent,
];

export function defineAttribute({ catalogue, table, column }: Attribute): Definition {
  switch (column.type) {
    case 'string':
      return define(string, { catalogue, table, column });
    case 'memo':
      return define(memo, { catalogue, table, column });
    case 'choice':
      return define(choiceType(column), { catalogue, table, column });
    case 'lookup':
      return define(lookup, { catalogue, table, column });
    case 'boolean':
      return define(boolean, { catalogue, table, column });
    case 'date':
    case 'datetime':
      return define(dateTime, { catalogue, table, column });
    case 'uniqueidentifier':
      return define(uniqueIdentifier, { catalogue, table, column });
    case 'file':
      return define(file, { catalogue, table, column });
    case 'image':
      return define(image, { catalogue, table, column });
    default:
      return define(NUMBERS[column.type], { catalogue, table, column });
  }
}

const NUMBERS = { integer, bigint: bigInt, double, decimal };

function choiceType({ name }: ChoiceColumn) {
  if (name === 'statecode') return state;
  return name === 'statuscode' ? status : picklist;
}
