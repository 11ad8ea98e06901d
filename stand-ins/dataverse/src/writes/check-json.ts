import { notJson } from '../errors.js';

/** As deep as the OData library reads: https://learn.microsoft.com/dotnet/api/microsoft.odata.odatamessagequotas.maxnestingdepth */
const DEEPEST = 100;

/**
 * Refuses what JSON.parse lets pass: a property that stands twice in one object, and nesting without end. Whether the text is JSON
 * at all is JSON.parse's business.
 */
export function checkJson(text: string): void {
  const objects: (Set<string> | undefined)[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '{' || character === '[') {
      if (objects.push(character === '{' ? new Set() : undefined) > DEEPEST)
        throw notJson(`the payload is nested deeper than ${DEEPEST} levels`);
    } else if (character === '}' || character === ']') objects.pop();
    else if (character === '"') {
      const end = endOfString(text, at);
      if (isName(text, end)) addName(objects.at(-1), text.slice(at, end));
      at = end - 1;
    }
  }
}

/** Behind the closing quote. */
function endOfString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote > 0; quote = text.indexOf('"', quote + 1)) {
    let backslashes = 0;
    while (text[quote - 1 - backslashes] === '\\') backslashes += 1;
    if (backslashes % 2 === 0) return quote + 1;
  }
  return text.length;
}

function isName(text: string, end: number): boolean {
  let next = end;
  while (' \t\r\n'.includes(text.charAt(next)) && next < text.length) next += 1;
  return text[next] === ':';
}

function addName(names: Set<string> | undefined, name: string): void {
  if (names?.has(name))
    throw notJson(
      `multiple properties with the name ${name} were detected in an object, which OData does not allow`,
    );
  names?.add(name);
}
