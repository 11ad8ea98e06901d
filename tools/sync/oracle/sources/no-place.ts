/** No numbers, out of range, or both 0. */
export const noPlace = (latitude: number | null, longitude: number | null): boolean =>
  latitude === null ||
  longitude === null ||
  Math.abs(latitude) > 90 ||
  Math.abs(longitude) > 180 ||
  (latitude === 0 && longitude === 0);
