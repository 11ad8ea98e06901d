/** image-column-data, "Image file types", told by how each begins. */
const KINDS: readonly (readonly [mimeType: string, beginning: string])[] = [
  ['image/png', '89504e470d0a1a0a'],
  ['image/jpeg', 'ffd8ff'],
  ['image/gif', '474946383761'],
  ['image/gif', '474946383961'],
  ['image/bmp', '424d'],
  ['image/tiff', '49492a00'],
  ['image/tiff', '4d4d002a'],
];

/** The MIME type of an image; undefined for what is none that an image column stores. */
export function imageKindOf(bytes: Buffer): string | undefined {
  const beginning = bytes.subarray(0, 8).toString('hex');
  return KINDS.find(([, known]) => beginning.startsWith(known))?.[0];
}
