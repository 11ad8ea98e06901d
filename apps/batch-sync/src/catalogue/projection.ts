import proj4 from 'proj4';

/** Grids by their codes, as https://epsg.io has them. Any other can be given by its definition. */
const GRIDS: Readonly<Record<string, string>> = {
  'EPSG:27700':
    '+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy +towgs84=446.448,-125.157,542.06,0.15,0.247,0.842,-20.489 +units=m +no_defs',
};

/** A place on a grid in degrees of WGS 84. */
export type ToDegrees = (easting: number, northing: number) => { latitude: number; longitude: number };

/** Reads a projection, as the catalogue names it; undefined where it is none. */
export function projectionOf(projection: string): ToDegrees | undefined {
  const definition = GRIDS[projection] ?? projection;
  if (!definition.startsWith('+proj=')) return undefined;
  try {
    const grid = proj4(definition);
    return (easting, northing) => {
      const [longitude, latitude] = grid.inverse([easting, northing]);
      return { latitude, longitude };
    };
  } catch {
    return undefined;
  }
}
