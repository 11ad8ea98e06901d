/** The connection is cut instead of answered. */
export class Dropped extends Error {
  override name = 'Dropped';
}
