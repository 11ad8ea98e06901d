import { readFileSync } from 'node:fs';
import { XMLParser, XMLValidator } from 'fast-xml-parser';

type Attributes = Readonly<Record<string, string>>;

/** An element of a package, without its namespaces. */
export interface Element {
  name: string;
  attributes: Attributes;
  text: string;
  children: Element[];
}

/** Reads an SSIS package; throws where it is no well-formed XML. */
export function readPackage(path: string): Element {
  const xml = readFileSync(path, 'utf8');
  const valid = XMLValidator.validate(xml);
  if (valid !== true) throw new Error(`${path}:${valid.err.line} ${valid.err.msg}`);
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: '',
    removeNSPrefix: true,
    // Numbers of characters, such as line ends in attributes.
    htmlEntities: true,
  });
  const [root] = (parser.parse(xml) as Node[]).filter((node) => !('?xml' in node)).map(elementOf);
  if (!root) throw new Error(`${path} is empty.`);
  return root;
}

type Node = Record<string, unknown>;

function elementOf(node: Node): Element {
  const [name = ''] = Object.keys(node).filter((key) => key !== ':@');
  const content = node[name] as Node[];
  const text = content.map((child) => child['#text'] ?? '').join('');
  const children = content.filter((child) => !('#text' in child)).map(elementOf);
  return { name, attributes: (node[':@'] ?? {}) as Attributes, text, children };
}

/** It and everything in it. */
export const everythingIn = (element: Element): Element[] => [
  element,
  ...element.children.flatMap(everythingIn),
];

/** The one element of this name whose attributes have these values. */
export function find(root: Element, name: string, attributes: Attributes = {}): Element {
  const found = everythingIn(root).filter(
    (element) =>
      element.name === name &&
      Object.entries(attributes).every(([key, value]) => element.attributes[key] === value),
  );
  if (found.length !== 1 || !found[0])
    throw new Error(`There are ${found.length} elements ${name} ${JSON.stringify(attributes)}.`);
  return found[0];
}
