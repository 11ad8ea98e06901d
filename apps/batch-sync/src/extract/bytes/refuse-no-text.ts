import { DeliveryRefusedError } from '../../delivery-refused-error.js';
import { encodingByMark } from './encoding-by-mark.js';

/** How files begin that are sent by mistake. */
const BEGINNINGS: readonly (readonly [string, string])[] = [
  ['504b0304', 'a ZIP archive or an Excel workbook'],
  ['504b0506', 'an empty ZIP archive'],
  ['d0cf11e0', 'a document of an old Microsoft Office'],
  ['25504446', 'a PDF document'],
  ['1f8b', 'packed (gzip) twice'],
  ['377abcaf', 'a 7-Zip archive'],
  ['52617221', 'a RAR archive'],
  ['425a6839314159', 'packed with bzip2'],
  ['28b52ffd', 'packed with zstd'],
  ['fd377a58', 'packed with xz'],
];

/**
 * Looks at how a file begins, before anybody looks for rows in it.
 *
 * @throws DeliveryRefusedError `delivery-empty`, `delivery-no-text`, `delivery-web-page`
 */
export function refuseNoText(head: Buffer, file: string): void {
  const hex = head.toString('hex', 0, 8);
  const kind = BEGINNINGS.find(([beginning]) => hex.startsWith(beginning))?.[1];
  if (kind) throw noText(`it is ${kind}, where text is expected.`, file);
  if (encodingByMark(head)?.startsWith('utf-16')) return;
  if (isMostlyNoText(head))
    throw noText(
      'it holds bytes that no text has (it may be UTF-16 without its mark, or no text at all).',
      file,
    );
  const start = head
    .toString('latin1')
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trimStart();
  if (start === '') throw new DeliveryRefusedError('delivery-empty', 'nothing is in it.', { file });
  if (/^(<!doctype html|<html)\b/i.test(start))
    throw new DeliveryRefusedError(
      'delivery-web-page',
      'it is a web page, such as the login page of a portal, and not the data.',
      { file },
    );
}

/** A single zero byte costs its row, and not the delivery. */
const isMostlyNoText = (head: Buffer) => head.filter((byte) => byte === 0).length > head.length / 10;

const noText = (says: string, file: string) => new DeliveryRefusedError('delivery-no-text', says, { file });
