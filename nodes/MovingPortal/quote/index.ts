import type { Resource } from '../../shared/operation';
import { create } from './create';
import { get } from './get';
import { updateFees } from './updateFees';
import { updateProperty } from './updateProperty';

/** Prices before a customer is referred. */
export const quote: Resource = {
	name: 'Quote',
	operations: { create, get, updateFees, updateProperty },
	default: 'create',
};
