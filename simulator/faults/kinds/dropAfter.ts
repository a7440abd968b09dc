import { defineFaultKind } from '../faultKind';

/** The partner does its work (a credit is spent, a referral is made), then the connection breaks. */
export const dropAfter = defineFaultKind({ fields: {}, dropsConnection: 'afterWork' });
