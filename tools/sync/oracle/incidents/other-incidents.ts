import { gzipSync } from 'node:zlib';
import { applied, type Incident, refused } from './incident.js';

const inLatin1 = (text: string) => Buffer.from(text, 'latin1');

const WORKS = /<ha_planned_works>.*?<\/ha_planned_works>/gs;

/** Leaves out a share of the works. */
const withoutWorks = (share: number) => (delivery: string) => {
  const works = delivery.match(WORKS) ?? [];
  const gone = Math.floor(works.length * share);
  let place = 0;
  return inLatin1(delivery.replace(WORKS, (each) => (place++ < gone ? '' : each)));
};

/** What happens to a list in XML that is a window which moves. */
export const roadworksIncidents: readonly Incident[] = [
  {
    name: 'cut off',
    arrives: (delivery) => inLatin1(delivery.slice(0, 300_000)),
    outcome: refused('delivery-truncated'),
  },
  {
    name: 'UTF-8, and says so',
    arrives: (delivery) => delivery.replace('ISO-8859-1', 'UTF-8'),
    outcome: applied({}),
  },
  {
    name: '59 % of the works are over',
    arrives: withoutWorks(0.59),
    outcome: (rows) => ({ applied: { deactivated: Math.floor(rows * 0.59) } }),
  },
  { name: '61 % of the works are over', arrives: withoutWorks(0.61), outcome: refused('too-many-gone') },
];

/** What happens to a list in GeoJSON. */
export const pumpIncidents: readonly Incident[] = [
  {
    name: 'gzip, cut off',
    arrives: (delivery) => gzipSync(delivery).subarray(0, 30_000),
    outcome: refused('delivery-truncated'),
  },
  {
    name: 'cut off behind a pump',
    arrives: (delivery) => delivery.slice(0, delivery.indexOf('},\n', 200_000) + 1),
    outcome: refused('delivery-truncated'),
  },
  { name: 'on one line', arrives: (delivery) => JSON.stringify(JSON.parse(delivery)), outcome: applied({}) },
  {
    name: 'a property more, that means nothing',
    arrives: (delivery) => delivery.replaceAll('"properties": {', '"properties": { "note": " ",'),
    outcome: applied({}),
  },
  {
    name: 'a property more',
    arrives: (delivery) => delivery.replace('"Feature", "properties": {', '$& "note": "new",'),
    outcome: applied({ updated: 1 }),
  },
];
