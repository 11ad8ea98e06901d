/** Cannot be run against this environment; the message says why. */
export class NotHere extends Error {
  override readonly name = 'NotHere';
}

/** The stand-in lacks it and says so; thrown only once the refusal was seen. */
export class NotBuilt extends Error {
  override readonly name = 'NotBuilt';
}
