/** A body that is JSON already. */
export class JsonText {
  constructor(readonly text: string) {}
}

/** The text of a body; a `TypeError` for bytes, which are none. */
export function jsonTextOf(body: unknown): string {
  if (Buffer.isBuffer(body)) throw new TypeError('Bytes cannot be sent as JSON.');
  return body instanceof JsonText ? body.text : JSON.stringify(body);
}
