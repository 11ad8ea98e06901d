/** A body that is one document: JSON read, anything else as it is; undefined when there is none. */
export function readDocument(contentType: string, text: string): unknown {
  if (text === '') return undefined;
  return contentType.includes('json') ? readJson(text) : text;
}

/** JSON that does not parse is told as the text that it is. */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
