import type { KeyPredicate, PathSegment } from '../odata/resource-path.js';
import type { Definition, DefinitionSet, Related, TypeOutline } from './definition.js';
import {
  noSuchDefinition,
  noSuchSegment,
  undefinedDefinitionKey,
  unexpectedAttributeType,
} from './refusals.js';

const NAMESPACE = 'Microsoft.Dynamics.CRM.';
/** webapi/query-metadata-web-api: "you cannot cast the attributes to this type". */
const IMPOSSIBLE_CAST = 'EnumAttributeMetadata';

/** Where a path of definitions has come to. */
export interface Place {
  at: Related | { kind: 'property'; value: unknown };
  /** How `@odata.context` names it. */
  context: string;
}

/** A step, as the context shows it: the key only when steps follow. */
interface Step {
  name: string;
  key: string | undefined;
  cast: string | undefined;
}

/** Follows a path through definitions. Throws a DataverseError when it leads nowhere. */
export function followPath(root: DefinitionSet, segments: readonly [PathSegment, ...PathSegment[]]): Place {
  const [first, ...rest] = segments;
  const steps: [Step, ...Step[]] = [{ name: first.name, key: keyText(first.key), cast: undefined }];
  let at: Place['at'] = pick(root, first.key);
  for (const { name, key } of rest) {
    if (at.kind === 'property') throw noSuchSegment(name);
    if (name.startsWith(NAMESPACE)) {
      at = cast(at, name.slice(NAMESPACE.length));
      (steps.at(-1) ?? steps[0]).cast = name;
    } else {
      at = next(at, name, key);
      steps.push({ name, key: keyText(key), cast: undefined });
    }
  }
  return { at, context: steps.map((step, index) => inContext(step, index === steps.length - 1)).join('/') };
}

function next(at: Related, name: string, key: KeyPredicate | undefined): Place['at'] {
  const definition = at.kind === 'one' ? at.definition : undefined;
  if (!definition) throw noSuchSegment(name);
  if (at.type.navigations.has(name)) {
    const related = definition.related(name);
    if (related) return related.kind === 'many' ? pick(related, key) : related;
  }
  if (at.type.properties.has(name) && !key) return { kind: 'property', value: definition.read(name) };
  throw noSuchSegment(name);
}

/** One of a set, by its MetadataId or by its name. */
function pick(set: DefinitionSet, key: KeyPredicate | undefined): Related {
  if (!key) return set;
  const { property, value } = readKey(set, key);
  const definition = set.definitions.find((candidate) => same(candidate.read(property), value));
  if (!definition) throw noSuchDefinition(set.type, value);
  return { kind: 'one', type: set.type, definition };
}

function readKey(set: DefinitionSet, key: KeyPredicate): { property: string; value: string } {
  if ('id' in key) return { property: 'MetadataId', value: key.id };
  const [only, ...more] = key.columns;
  const literal = only?.literal;
  if (!only || more.length > 0 || !literal || literal.kind === 'null') throw undefinedDefinitionKey(set.type);
  if (only.name !== set.alternateKey && only.name !== 'MetadataId') throw undefinedDefinitionKey(set.type);
  return { property: only.name, value: String(literal.value) };
}

/** Logical names are found however they are written. */
const same = (value: unknown, wanted: string) =>
  typeof value === 'string' && value.toLowerCase() === wanted.toLowerCase();

function cast(at: Related, name: string): Related {
  if (name === IMPOSSIBLE_CAST) throw unexpectedAttributeType();
  const type = typesOf(at).find((candidate) => candidate.name === name);
  if (!type) throw noSuchSegment(`${NAMESPACE}${name}`);
  if (at.kind === 'many')
    return { ...at, type, definitions: at.definitions.filter((one) => one.type.name === name) };
  if (at.definition?.type.name !== name) throw noSuchSegment(`${NAMESPACE}${name}`);
  return { ...at, type };
}

const typesOf = (at: Related): readonly TypeOutline[] =>
  at.kind === 'many' ? [at.type, ...at.casts] : [at.type, ...typeOfOne(at.definition)];

const typeOfOne = (definition: Definition | undefined) => (definition ? [definition.type] : []);

function keyText(key: KeyPredicate | undefined): string | undefined {
  if (!key) return undefined;
  if ('id' in key) return key.id;
  const literal = key.columns[0]?.literal;
  return literal && literal.kind !== 'null' ? `'${literal.value}'` : undefined;
}

const inContext = ({ name, key, cast: to }: Step, last: boolean) =>
  [name, !last && key !== undefined ? `(${key})` : '', to ? `/${to}` : ''].join('');
