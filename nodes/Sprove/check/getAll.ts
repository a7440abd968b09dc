import type { IDataObject } from 'n8n-workflow';

import { cutToLimit, manyFields, wantedCount } from '../../shared/many';
import { defineOperation, path } from '../../shared/operation';
import type { Stage } from '../../shared/stage';
import type { Check } from '../api';
import { propertyId, simplify } from '../property/fields';

/** A check with its stage, its property, and until when it is good as a date beside the partner's seconds. */
function simplified(check: Check, property: string): IDataObject {
	const { approved, valid_until: seconds } = check;
	const stage: Stage = approved ? 'passed' : 'failed';
	const until = new Date(typeof seconds === 'number' ? seconds * 1000 : NaN);
	const date = Number.isNaN(until.getTime()) ? null : until.toISOString();
	return { property_id: property, ...check, valid_until_date: date, stage };
}

export const getAll = defineOperation({
	name: 'Get Many',
	action: 'Get many checks',
	description: 'Retrieve what the tenants who verified themselves for a property can afford',
	contract: 'listChecks',
	fields: { propertyId, ...manyFields, simplify },
	async run({ propertyId: id, simplify: lean, ...many }, tools) {
		const checks = await tools.list<Check>({ method: 'GET', path: path`/properties/${id}/checks` }, ['checks']);
		return cutToLimit(checks, wantedCount(many), 'checks', tools).map((check) => (lean ? simplified(check, id) : { ...check }));
	},
});
