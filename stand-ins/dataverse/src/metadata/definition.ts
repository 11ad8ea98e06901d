/**
 * Definitions of tables, columns, choices, keys and relationships as the metadata endpoints show them: entities of a type, with
 * properties, and with others that they can be expanded to (webapi/use-web-api-metadata).
 */

/** The properties of a type, each with the way to its value. */
export type Shape<S> = Readonly<Record<string, (subject: S) => unknown>>;

export interface DefinitionType<S> {
  /** Without its namespace, such as `PicklistAttributeMetadata`. */
  name: string;
  shape: Shape<S>;
  navigations: Readonly<Record<string, (subject: S) => Related>>;
}

/** A type, apart from what is of it. */
export interface TypeOutline {
  name: string;
  properties: ReadonlySet<string>;
  navigations: ReadonlySet<string>;
}

export interface Definition {
  type: TypeOutline;
  /** The value of a property that the type has. */
  read(property: string): unknown;
  /** What a navigation property of the type leads to. */
  related(navigation: string): Related | undefined;
}

/** At most one, such as the options of a column. */
export interface SingleDefinition {
  kind: 'one';
  type: TypeOutline;
  definition: Definition | undefined;
}

export interface DefinitionSet {
  kind: 'many';
  /** What all of them are: only its properties can be selected without a cast. */
  type: TypeOutline;
  /** More than that, to which the set can be cast. */
  casts: readonly TypeOutline[];
  /** The property that names one of them, beside its MetadataId. */
  alternateKey: string;
  definitions: readonly Definition[];
}

export type Related = SingleDefinition | DefinitionSet;

export const outlineOf = <S>({ name, shape, navigations }: DefinitionType<S>): TypeOutline => ({
  name,
  properties: new Set(Object.keys(shape)),
  navigations: new Set(Object.keys(navigations)),
});

export const define = <S>(type: DefinitionType<S>, subject: S): Definition => ({
  type: outlineOf(type),
  read: (property) => own(type.shape, property)?.(subject),
  related: (navigation) => own(type.navigations, navigation)?.(subject),
});

export const single = (definition: Definition): SingleDefinition => ({
  kind: 'one',
  type: definition.type,
  definition,
});

/** Past the prototype: `constructor` is no property of ours. */
const own = <V>(record: Readonly<Record<string, V>>, name: string): V | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined;
