const MARKS: readonly (readonly [Buffer, string])[] = [
  [Buffer.from([0xef, 0xbb, 0xbf]), 'utf-8'],
  [Buffer.from([0xff, 0xfe]), 'utf-16le'],
  [Buffer.from([0xfe, 0xff]), 'utf-16be'],
];

/** What the byte order mark says, which counts more than what anybody else says. */
export const encodingByMark = (head: Buffer): string | undefined =>
  MARKS.find(([mark]) => mark.equals(head.subarray(0, mark.length)))?.[1];
