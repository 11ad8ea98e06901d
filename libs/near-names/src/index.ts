export { editsBetween, nearNames } from './near-names.js';
