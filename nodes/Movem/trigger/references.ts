import type { IDataObject } from 'n8n-workflow';

import { mapSettled, type PollContext, type PollSource } from '../../shared/triggers';
import type { Application } from '../api';
import { hasFinished, referenceBeside, withoutReference } from '../reference/included';

const NO_TIME = 'The time of this poll was up before the reference could be read';

/**
 * Adds to each event of a completed application its reference. An event whose reference cannot be read, or not in time,
 * is passed on without it: it would never come again.
 */
export function withReferences<State>(
	source: PollSource<State>,
	simplify: boolean,
	context: PollContext,
): PollSource<State> {
	const addReferences = async (items: IDataObject[]): Promise<IDataObject[]> => {
		const finished = new Set(items.filter((item) => hasFinished(item as unknown as Application)));
		// What fails is said in the item, and needs no log.
		const limits = { deadline: context.deadline, log: () => {} };
		const { results } = await mapSettled([...finished], String, limits, async (item) => {
			const beside = await referenceBeside(item as unknown as Application, simplify, context);
			return [item, { ...item, ...beside }] as const;
		});
		const read = new Map<IDataObject, IDataObject>(results);
		return items.map(
			(item) =>
				read.get(item) ?? {
					...item,
					...(finished.has(item) ? withoutReference(NO_TIME) : { reference: null }),
				},
		);
	};
	return {
		...source,
		async poll(state) {
			const result = await source.poll(state);
			const items = await addReferences(result.events.map(({ json }) => json));
			return {
				...result,
				events: result.events.map((event, i) => ({ ...event, json: items[i] ?? event.json })),
			};
		},
		sample: async () => await addReferences(await source.sample()),
	};
}
