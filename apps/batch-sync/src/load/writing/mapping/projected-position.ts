import { projectionOf } from '../../../catalogue/projection.js';
import type { Target } from '../../../catalogue/target.js';
import type { RowToLoad } from '../../step-writer.js';
import { UnfitValueError } from '../unfit-value.error.js';
import { numberIn } from './read-text.js';

type Position = NonNullable<Target['position']>;

/** Latitude and longitude of a place on a grid; both nothing where it has no place. */
export function projectedPosition({ easting, northing, projection, latitude, longitude }: Position) {
  const toDegrees = projectionOf(projection);
  if (!toDegrees) throw new Error(`${projection} is no projection that we know.`);
  return (values: RowToLoad['values']): Record<string, number | null> => {
    const [east, north] = [numberIn(values[easting] ?? ''), numberIn(values[northing] ?? '')];
    if (east === undefined || north === undefined) return { [latitude]: null, [longitude]: null };
    const place = toDegrees(east, north);
    if (!Number.isFinite(place.latitude) || !Number.isFinite(place.longitude))
      throw new UnfitValueError(`${easting} and ${northing} are no place on the grid.`);
    return { [latitude]: place.latitude, [longitude]: place.longitude };
  };
}
