/** JSON that is written already: thousands of rows are measured as text before they are sent, and must not be written twice. */
export class JsonText {
  constructor(readonly text: string) {}
}

/** The text of a body. */
export const jsonTextOf = (body: unknown): string =>
  body instanceof JsonText ? body.text : JSON.stringify(body);
