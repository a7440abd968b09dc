import { z } from 'zod';
import type { State } from '../../simulator/http/server';
import type { Row } from './screeningDemo';
import { table } from '../../testbed/table';
import { errorOf, itemsOf, jsonOf } from '../../testbed/executions';
import type { Execution, WorkflowFile } from '../../testbed/n8nTypes';

/** What the demo reads of the simulated partners' state. */
const totalsSchema = z.object({
	movem: z.object({ credits: z.number(), applications: z.array(z.unknown()) }),
	movingPortal: z.object({ referrals: z.array(z.object({ reference: z.string() }).passthrough()) }),
});

export type PartnerTotals = z.infer<typeof totalsSchema>;

export function partnerTotals(state: State): PartnerTotals {
	return totalsSchema.parse(state.partners);
}

export interface DemoReport {
	leads: number;
	applications: number;
	creditsBefore: number;
	creditsAfter: number;
	/** The Moving Portal's references, as the workflow received them. */
	referrals: string[];
	/** What went wrong; empty if nothing did. */
	faults: string[];
}

/** The names of a workflow's nodes that run an operation of the pack. */
function nodesDoing(workflow: WorkflowFile, node: string, resource: string, operation: string): string[] {
	return workflow.nodes
		.filter(
			({ type, parameters }) =>
				type === `n8n-nodes-moving-partners.${node}` &&
				parameters.resource === resource &&
				parameters.operation === operation,
		)
		.map(({ name }) => name);
}

/** Compares the workflow's output with the partners' state, which come from independent sources. */
export function reportOf(
	workflow: WorkflowFile,
	execution: Execution,
	before: PartnerTotals,
	after: State,
): DemoReport {
	const totals = partnerTotals(after);
	const output = (node: string, resource: string, operation: string) =>
		nodesDoing(workflow, node, resource, operation).flatMap((name) => jsonOf(execution, name));
	const refused = workflow.nodes
		.filter(({ onError }) => onError === 'continueErrorOutput')
		.flatMap(({ name }) =>
			itemsOf(execution, name, 1).map(({ json }) => `${name}: ${String(json.error ?? JSON.stringify(json))}`),
		);

	const leads = output('mymove', 'lead', 'getAll').length;
	const applications = output('movem', 'application', 'create').length;
	const referrals = output('movingPortal', 'referral', 'create').map(({ reference }) => String(reference));
	const made = totals.movem.applications.length - before.movem.applications.length;
	const spent = before.movem.credits - totals.movem.credits;
	const known = new Set(totals.movingPortal.referrals.map(({ reference }) => reference));

	const expectations: Array<[boolean, string]> = [
		[
			execution.status === 'success',
			`the workflow ended with "${execution.status}": ${errorOf(execution)?.message ?? ''}`,
		],
		[leads > 0, 'no leads were read'],
		[applications > 0, 'no renter got an application'],
		[referrals.length > 0, 'no buyer got a referral'],
		[
			applications === made,
			`the workflow reports ${applications} applications and Movem has ${made} new ones`,
		],
		[made === spent, `${made} applications were made for ${spent} credits`],
		[
			referrals.every((reference) => /^TMP\d+$/.test(reference)),
			`not every referral has a TMP reference: ${referrals.join(', ')}`,
		],
		[
			referrals.every((reference) => known.has(reference)),
			'The Moving Portal does not know every reference that the workflow shows',
		],
		[
			referrals.length === known.size - before.movingPortal.referrals.length,
			`The Moving Portal has ${known.size} referrals`,
		],
		[refused.length === 0, `partners refused: ${refused.join('; ')}`],
		[after.violations.length === 0, `a request broke the contract: ${JSON.stringify(after.violations[0])}`],
	];
	return {
		leads,
		applications,
		creditsBefore: before.movem.credits,
		creditsAfter: totals.movem.credits,
		referrals,
		faults: expectations.filter(([holds]) => !holds).map(([, fault]) => fault),
	};
}

/** The report's rows of the table. The faults of the whole chain are in the first row. */
export function rowsOf({
	leads,
	applications,
	creditsBefore,
	creditsAfter,
	referrals,
	faults,
}: DemoReport): Row[] {
	const shown = referrals.slice(0, 6).join(', ') + (referrals.length > 6 ? `, … ${referrals.at(-1)}` : '');
	return [
		{ partner: 'MYMOVE', count: leads, what: 'leads read', faults },
		{
			partner: 'Movem',
			count: applications,
			what: `applications made, credits ${creditsBefore} → ${creditsAfter}`,
			faults: [],
		},
		{
			partner: 'The Moving Portal',
			count: referrals.length,
			what: `referrals made${shown ? `: ${shown}` : ''}`,
			faults: [],
		},
	];
}

/** The table as the terminal shows it. */
export function tableOf(rows: Row[]): string {
	const faults = rows.flatMap((row) => row.faults.map((fault) => `Not as it should be: ${fault}`));
	return [table(rows.map(({ partner, count, what }) => [partner, count, what])), ...faults].join('\n');
}
