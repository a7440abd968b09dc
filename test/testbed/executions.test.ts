import { allExecutions } from '../../testbed/executions';
import type { ExecutionSummary } from '../../testbed/n8nTypes';

/** Executions by number; sorted by time their order differs, as after a crash. */
const stored = Array.from({ length: 47 }, (_, index) => ({
	id: String(index + 1),
	startedAt: (index * 29) % 47,
}));
const byTime = [...stored].sort((a, b) => b.startedAt - a.startedAt);
const byNumber = [...stored].reverse();

/** An n8n that answers as one of these versions does, and counts the requests. */
function n8nThat(answers: (query: URLSearchParams, limit: number) => object) {
	const asked: string[] = [];
	return {
		asked,
		client: {
			request: async <T>(_method: string, path: string): Promise<T> => {
				asked.push(path);
				// An endless loop must end here rather than at Jest’s time limit.
				if (asked.length > 20) throw new Error('It asks without end');
				const query = new URLSearchParams(path.split('?')[1]);
				return await Promise.resolve(answers(query, Number(query.get('limit'))) as T);
			},
		},
	};
}

/** 2.41.1 returns a page and the cursor of the next one. */
const newer = () =>
	n8nThat((query, limit) => {
		const from = Number(query.get('cursor') ?? 0);
		const next = from + limit;
		return {
			results: byTime.slice(from, next),
			nextCursor: next < byTime.length ? String(next) : null,
		};
	});

/** 2.8.4 sorts by time, unless it is given the numbers to search between; it has no cursor for the next page. */
const older = () =>
	n8nThat((query, limit) => {
		const [first, last] = [query.get('firstId'), query.get('lastId')];
		if (!first || !last) return { results: byTime.slice(0, limit), count: byTime.length };
		const between = byNumber.filter(({ id }) => Number(id) > Number(first) && Number(id) < Number(last));
		return { results: between.slice(0, limit), count: between.length };
	});

const numbers = (found: ExecutionSummary[]) => found.map(({ id }) => Number(id)).sort((a, b) => a - b);
const all = stored.map(({ id }) => Number(id));

it.each([
	['that names the next page', newer, 3],
	['that does not', older, 5],
])('reads every execution of an n8n %s, each once, and comes to an end', async (_, n8n, requests) => {
	const { client, asked } = n8n();
	expect(numbers(await allExecutions(client, 'w'))).toEqual(all);
	expect(asked).toHaveLength(requests);
});

it('reads none where there are none', async () => {
	const empty = n8nThat(() => ({ results: [], count: 0 }));
	expect(await allExecutions(empty.client)).toEqual([]);
});
