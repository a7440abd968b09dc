import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { Control, Simulator } from '../../simulator/http/server';
import { partners, runPartner } from '../support/pack';
import { countFor } from './operationCase';
import { OPERATIONS } from './table';

/** Six: among as many made-up properties there is rent with decimals, and a deposit with decimals. */
const COUNT = 6;

const CONTINUE = { onError: 'continueErrorOutput' } as const;

/** What else is filled in than in the table, so that a field that may be empty is seen filled and empty. */
const MORE: Record<string, INodeParameters[]> = {
	'movem application getAll': [{ returnAll: true }],
	'mymove lead getAll': [{ hours: 24, returnAll: true }],
	'movingPortal referral create': [
		{ uniqueCustomerReference: '={{ "C-" + $json.reference }}' },
		{ uniqueIntegrationReference: '', ifExists: 'create' },
	],
	'smartMove application create': [{ additionalFields: { referenceId: 'order-1' } }],
	'smartMove application createAndWait': [{ additionalFields: { referenceId: 'order-1' } }],
	'smartMove application createNative': [{ additionalFields: { referenceId: 'order-1' } }],
	'sprove property create': [{ rent: 9000.5, additionalFields: { deposit: 18_000.5 } }],
	'sprove property getAll': [{ returnAll: true, limit: 1 }],
};

/** Lets time pass at a partner: what is open goes as far as it goes, what can be unknown comes unknown. */
function moveOn({ movem, smartMove: smartmove, sprove, state }: Control): void {
	const { partners: now } = state();
	for (const { id, status } of now.movem.applications) if (status === 'REQUESTED') movem.open({ id });
	for (const { applicationId } of now.smartmove.applications) smartmove.makeReady({ applicationId });
	sprove.addProperties({ count: COUNT });
	const unknown = { approved: false, validUntil: null, maxRent: null, avgWage: null, currentRent: null };
	for (const { id: propertyId } of now.sprove.properties) {
		sprove.addCheck({ propertyId, approved: true, maxRent: 7000.5, avgWage: 20_000.5, currentRent: 5000.5 });
		sprove.addCheck({ propertyId, ...unknown });
	}
}

/** Where n8n looks for the preview of an operation: beside its node, by the node's version. */
export function previewPath(name: string): string {
	const { partner, parameters } = OPERATIONS[name]!;
	const node = partners[partner].node();
	const version = `v${String(node.description.version)}.0.0`;
	return `nodes/${node.constructor.name}/__schema__/${version}/${parameters.resource}/${parameters.operation}.json`;
}

/**
 * What an operation returns, in more than one state: with little and with more filled in, before and after time
 * has passed at the partner, and for what existed already. As n8n passes it on: as JSON.
 *
 * @param seed of what is made up; another one makes up other data
 */
export async function outputsOf(
	{ url, control }: Pick<Simulator, 'url' | 'control'>,
	name: string,
	seed = 1,
): Promise<IDataObject[]> {
	const { partner, parameters, items } = OPERATIONS[name]!;
	// Off in the table where raw data is easier to compare; a preview is of what comes by default.
	const { simplify: _asByDefault, ...little } = parameters;
	const outputs: IDataObject[] = [];
	for (const more of [{}, ...(MORE[name] ?? [])]) {
		control.reset({ seed });
		const input = items(control, countFor(OPERATIONS[name]!, COUNT));
		const run = async () => await runPartner(partner, url, { ...little, ...more }, input, CONTINUE);
		const first = await run();
		if (first.errorOutput.length > 0)
			throw new Error(`${name}: ${JSON.stringify(first.errorOutput[0]?.json)}`);
		moveOn(control);
		// What is gone by now, e.g. deleted, leaves by the error output.
		const second = await run();
		outputs.push(...[...first.output, ...second.output].map(({ json }) => json));
	}
	return JSON.parse(JSON.stringify(outputs)) as IDataObject[];
}
