import type { IPollFunctions } from 'n8n-workflow';
import { isRecord } from '../guards';

/** Milliseconds that n8n gives a poll where it does not hold it to them (n8n-core 2.41.1, PollContext). */
const DEFAULT_BUDGET = 300_000;

/** Milliseconds that n8n gives this poll; older versions do not say. */
export function budgetOf(n8n: IPollFunctions): number {
	const budget =
		'getPollBudgetMs' in n8n && typeof n8n.getPollBudgetMs === 'function'
			? Number(n8n.getPollBudgetMs())
			: NaN;
	return budget > 0 && Number.isFinite(budget) ? budget : DEFAULT_BUDGET;
}

/**
 * Whether n8n stores what this poll remembers and what it passes on in one transaction, and backs off when it throws:
 * with durable cursors, and there alone. n8n does not say so, but it shows. The node then gets another object than
 * the static data of the workflow (n8n 2.41.1, TriggerExecutionContextFactory: resolveNodeStaticData), and the poll
 * has a budget of its own. Another object alone is no proof, for n8n also hands it out where cursors were on once
 * (PollCursorService.resolveCursor). Only the poll of an activation has the usual budget; the first of all is known
 * by having nothing to remember.
 *
 * @param staticData the static data that n8n has handed out
 */
export function isAtomic(n8n: IPollFunctions, staticData: { memory?: unknown }): boolean {
	// A member of every context (n8n-core, NodeExecutionContext), but not of the interface.
	const { workflow } = n8n as { workflow?: unknown };
	if (!isRecord(workflow) || typeof workflow.getStaticData !== 'function') return false;
	const isStaged = workflow.getStaticData('node', n8n.getNode()) !== staticData;
	return isStaged && (budgetOf(n8n) !== DEFAULT_BUDGET || staticData.memory === undefined);
}
