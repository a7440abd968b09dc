import type { IPollFunctions } from 'n8n-workflow';
import { isRecord } from '../guards';

/** The budget in milliseconds that n8n reports for a poll where it enforces none (n8n-core 2.41.1, PollContext). */
const DEFAULT_BUDGET = 300_000;

/** Milliseconds that n8n gives this poll. Older versions do not say; they get the default. */
export function budgetOf(n8n: IPollFunctions): number {
	const budget =
		'getPollBudgetMs' in n8n && typeof n8n.getPollBudgetMs === 'function'
			? Number(n8n.getPollBudgetMs())
			: NaN;
	return budget > 0 && Number.isFinite(budget) ? budget : DEFAULT_BUDGET;
}

/**
 * Whether n8n stores the memory of this poll and its events in one transaction, and backs off when the poll throws. It
 * does both with durable cursors only. n8n does not say whether they are on, but there are two signs:
 *
 * - The node gets another object than the static data of the workflow (n8n 2.41.1, TriggerExecutionContextFactory:
 *   resolveNodeStaticData). That alone is no proof: n8n does the same where cursors were once on
 *   (PollCursorService.resolveCursor).
 * - The poll has a budget of its own. Only the poll at an activation has the default one; the first activation is
 *   recognised by its empty memory.
 *
 * @param staticData the node's static data, from n8n
 */
export function isAtomic(n8n: IPollFunctions, staticData: { memory?: unknown }): boolean {
	// A member of every context (n8n-core, NodeExecutionContext), but not of the interface.
	const { workflow } = n8n as { workflow?: unknown };
	if (!isRecord(workflow) || typeof workflow.getStaticData !== 'function') return false;
	const isStaged = workflow.getStaticData('node', n8n.getNode()) !== staticData;
	return isStaged && (budgetOf(n8n) !== DEFAULT_BUDGET || staticData.memory === undefined);
}

/** The contexts that have polled. */
const known = new WeakSet<IPollFunctions>();

/**
 * Whether this is the poll by which somebody activates the trigger: not one of a schedule, and not the one at a start of
 * n8n or when another main takes over. To be asked once at each poll.
 *
 * n8n makes a context for each attempt to activate, and polls with the same one afterwards (1.123.81 and 2.8.4,
 * ActiveWorkflows.activatePolling; 2.41.1, ActiveWorkflowTriggers.activatePollTrigger). The workflow in it would not do:
 * the five attempts of 2.41.1 share it. Where the scheduler polls, each poll has a context of its own, and a budget.
 */
export function isActivationByHand(n8n: IPollFunctions): boolean {
	const isFirst = !known.has(n8n);
	known.add(n8n);
	return (
		isFirst && budgetOf(n8n) === DEFAULT_BUDGET && ['activate', 'update'].includes(n8n.getActivationMode())
	);
}
