import { number } from '../../shared/fields';
import type { Tools } from '../../shared/operation';

/** How many credits a run of creates has to leave. */
export const keepCredits = number({
	displayName: 'Keep at Least (Credits)',
	default: 0,
	min: 0,
	description:
		'Nothing is created unless the account has this many credits left over after one for every item. The balance is read once, before the first create of a run.',
});

/**
 * Lets a create through only if the account has a credit for every item of the run and as many more as are to
 * be kept. The balance is that of before the first create, so either all of a run are let through or none.
 *
 * @param keep credits to be kept; undefined for no guard
 * @throws NodeOperationError that says how many credits are needed
 */
export async function guardCredits(
	keep: number | undefined,
	tools: Pick<Tools, 'inputCount' | 'object' | 'once' | 'stop'>,
): Promise<void> {
	if (keep === undefined) return;
	const balance = async () => await tools.object<{ credits?: number }>({ method: 'GET', path: '/credits' });
	const { credits } = await tools.once('credits before the run', balance);
	const needed = tools.inputCount + keep;
	if (typeof credits === 'number' && credits >= needed) return;
	throw tools.stop(
		`Movem has ${credits ?? 'an unknown number of'} credits, and ${needed} are needed: ${tools.inputCount} for the items of this run and ${keep} to keep`,
		'Nothing was created. Get more credits at Movem, run fewer items, or lower Keep at Least.',
	);
}
