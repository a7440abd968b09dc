import { defineFaultKind } from '../faultKind';

/** The connection breaks before the partner has done anything. */
export const dropBefore = defineFaultKind({ fields: {}, dropsConnection: 'beforeWork' });
