import type { IDataObject } from 'n8n-workflow';

import type { Control, Simulator } from '../../simulator/http/server';
import { versionsOf } from '../support/nodeTypes';
import { partners, runPartner } from '../support/pack';
import { countFor, OPERATIONS } from './cases';

/** Among six made-up properties there is rent with decimals, and a deposit with decimals. */
const COUNT = 6;

const CONTINUE = { onError: 'continueErrorOutput' } as const;

/** Moves everything at a partner to its last state, with and without the values that may be missing. */
function moveOn({ movem, smartMove, sprove, state }: Control): void {
	const { partners: now } = state();
	for (const { id, status } of now.movem.applications) if (status === 'REQUESTED') movem.open({ id });
	for (const { applicationId } of now.smartMove.applications) smartMove.makeReady({ applicationId });
	sprove.addProperties({ count: COUNT });
	const unknown = { approved: false, validUntil: null, maxRent: null, avgWage: null, currentRent: null };
	for (const { id: propertyId } of now.sprove.properties) {
		sprove.addCheck({ propertyId, approved: true, maxRent: 7000.5, avgWage: 20_000.5, currentRent: 5000.5 });
		sprove.addCheck({ propertyId, ...unknown });
	}
}

/** The files in which n8n looks for the preview of an operation: beside its node, one for each of the node’s versions. */
export function previewPaths(name: string): string[] {
	const { partner, resource, value } = OPERATIONS[name]!;
	const { folder, anyVersion } = partners[partner];
	return versionsOf(anyVersion()).map(
		({ description: { version } }) =>
			`nodes/${folder}/__schema__/v${String(version)}.0.0/${resource}/${value}.json`,
	);
}

/**
 * What an operation returns in several states: with few and with more parameters, before and after the partner’s records
 * have moved on, and for what existed already. As JSON, as n8n passes it on.
 *
 * @param seed of the made-up data
 */
export async function outputsOf(
	{ url, control }: Pick<Simulator, 'url' | 'control'>,
	name: string,
	seed = 1,
): Promise<IDataObject[]> {
	const { partner, parameters, items, more: others = [], promises } = OPERATIONS[name]!;
	// Some cases switch Simplify off to compare raw data; a preview shows the default.
	const { simplify: _asByDefault, ...little } = parameters;
	const outputs: IDataObject[] = [];
	for (const more of [{}, ...others]) {
		control.reset({ seed });
		const input = items(control, countFor(OPERATIONS[name]!, COUNT));
		const run = async () => await runPartner(partner, url, { ...little, ...more }, input, CONTINUE);
		const first = await run();
		if (first.errorOutput.length > 0)
			throw new Error(`${name}: ${JSON.stringify(first.errorOutput[0]?.json)}`);
		moveOn(control);
		// What no longer exists, e.g. deleted by the first run, leaves by the error output.
		const second = await run();
		outputs.push(...[...first.output, ...second.output].map(({ json }) => json));
	}
	const promised = (output: IDataObject) =>
		promises
			? Object.fromEntries(Object.entries(output).filter(([member]) => promises.includes(member)))
			: output;
	return JSON.parse(JSON.stringify(outputs.map(promised))) as IDataObject[];
}
