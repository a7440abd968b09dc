import fc from '../../support/fastCheck';

import { collectPages, pagesFrom } from '../../../nodes/shared/http/paging';

const PAGE = 5;

/** A partner’s list of `size` entries in pages, with a count of requests. */
function partner(size: number, { ignoresPage = false, overlap = 0 } = {}) {
	const asked: number[] = [];
	const endedBy: string[] = [];
	const fetch = async (page: number) => {
		asked.push(page);
		if (asked.length > 1000) throw new Error('asked for ever');
		const start = ignoresPage ? 0 : Math.max(0, (page - 1) * PAGE - (page > 1 ? overlap * (page - 1) : 0));
		return Array.from({ length: size }, (_, id) => ({ id })).slice(start, start + PAGE);
	};
	return { asked, endedBy, fetch };
}

const read = async (
	list: ReturnType<typeof partner>,
	limit: number,
	wanted?: (entry: { id: number }) => boolean,
) =>
	await collectPages({
		cursors: pagesFrom(1),
		fetch: list.fetch,
		identityOf: ({ id }) => String(id),
		limit,
		isWanted: wanted,
		onLastPage: (repeated) => list.endedBy.push(repeated ? 'repetition' : 'nothing'),
	});
const ids = (count: number) => Array.from({ length: count }, (_, id) => ({ id }));

it('returns what is wanted with no more requests than that takes', async () => {
	await fc.assert(
		fc.asyncProperty(fc.nat(60), fc.integer({ min: 1, max: 70 }), async (size, limit) => {
			const list = partner(size);
			expect(await read(list, limit)).toEqual(ids(Math.min(size, limit)));
			// Only an empty page shows that the one before it was the last.
			const pages = limit <= size ? Math.ceil(limit / PAGE) : Math.ceil(size / PAGE) + 1;
			expect(list.asked).toEqual(Array.from({ length: pages }, (_, i) => i + 1));
			expect(list.endedBy).toEqual(limit <= size ? [] : ['nothing']);
		}),
	);
});

it('asks once more and no further where the page number is ignored, and says that nothing new came', async () => {
	const list = partner(40, { ignoresPage: true });
	expect(await read(list, Infinity)).toEqual(ids(PAGE));
	expect(list.asked).toEqual([1, 2]);
	expect(list.endedBy).toEqual(['repetition']);
});

it('goes on after a page with fewer than the others', async () => {
	const pages = [[1, 2, 3], [4], [5, 6, 7], [8, 9], []];
	const found = await collectPages({
		cursors: pages.keys(),
		fetch: async (page) => pages[page] ?? [],
		identityOf: String,
		limit: Infinity,
		onLastPage: () => undefined,
	});
	expect(found).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

it('returns each entry once where pages overlap', async () => {
	await fc.assert(
		fc.asyncProperty(fc.nat(60), fc.integer({ min: 1, max: PAGE - 1 }), async (size, overlap) => {
			expect(await read(partner(size, { overlap }), Infinity)).toEqual(ids(size));
		}),
	);
});

it('goes on until it has as many as are wanted, where it has to choose them itself', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.nat(60),
			fc.integer({ min: 1, max: 70 }),
			fc.integer({ min: 1, max: 7 }),
			async (size, limit, every) => {
				const isWanted = ({ id }: { id: number }) => id % every === 0;
				expect(await read(partner(size), limit, isWanted)).toEqual(
					ids(size).filter(isWanted).slice(0, limit),
				);
			},
		),
	);
});

it('asks for nothing when nothing is wanted', async () => {
	const list = partner(10);
	expect(await read(list, 0)).toEqual([]);
	expect(list.asked).toEqual([]);
});

it('goes through all slices of time, also those with nothing in them', async () => {
	const slices: Array<Array<{ id: number }>> = [[{ id: 1 }], [], [{ id: 1 }, { id: 2 }], [], [{ id: 3 }]];
	const found = await collectPages({
		cursors: slices.keys(),
		fetch: async (at) => slices[at] ?? [],
		identityOf: ({ id }) => String(id),
		limit: Infinity,
	});
	expect(found).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
});
