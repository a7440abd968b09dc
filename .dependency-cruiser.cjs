/** Which way imports may run. `npm run lint` holds the repository to it. */
const ROOMS = ['fields', 'errors', 'http', 'execution', 'triggers'];

/** A room of the engine may import those before it, never those after it. */
const roomsInOrder = ROOMS.slice(0, -1).map((room, index) => ({
	name: `${room}-knows-nothing-above-it`,
	comment: `Each room of the engine may import those before it: ${ROOMS.join(', ')}.`,
	severity: 'error',
	from: { path: `^nodes/shared/${room}/` },
	to: { path: `^nodes/shared/(${ROOMS.slice(index + 1).join('|')})/` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
	forbidden: [
		{
			name: 'no-circles',
			comment: 'Of two files that import each other, neither can be read without the other.',
			severity: 'error',
			from: {},
			to: { circular: true },
		},
		{
			name: 'engine-knows-no-partner',
			comment: 'What one partner needs does not belong into the engine that all share.',
			severity: 'error',
			from: { path: '^nodes/shared/' },
			to: { path: '^(nodes/(?!shared/)|credentials/)' },
		},
		{
			name: 'partners-know-nothing-of-each-other',
			comment: 'Each partner can be understood, changed and deleted alone.',
			severity: 'error',
			from: { path: '^nodes/((?!shared/)[^/]+)/' },
			to: { path: '^nodes/(?!shared/)[^/]+/', pathNot: '^nodes/$1/' },
		},
		...roomsInOrder,
		{
			name: 'enter-a-room-by-its-door',
			comment:
				'From outside a room of the engine its `index.ts` is imported; the rest may change at any time.',
			severity: 'error',
			from: { path: '^(nodes|credentials)/', pathNot: '^nodes/shared/' },
			to: { path: '^nodes/shared/[^/]+/', pathNot: '^nodes/shared/[^/]+/index\\.ts$' },
		},
		{
			name: 'enter-another-room-by-its-door',
			comment: 'The same between the rooms.',
			severity: 'error',
			from: { path: '^nodes/shared/([^/]+\\.ts$|([^/]+)/)' },
			to: {
				path: '^nodes/shared/[^/]+/',
				pathNot: ['^nodes/shared/[^/]+/index\\.ts$', '^nodes/shared/$2/'],
			},
		},
		{
			name: 'nodes-import-only-n8n-workflow-and-node',
			comment: 'What is published has no dependency at run time (docs.n8n.io, verification guidelines).',
			severity: 'error',
			from: { path: '^(nodes|credentials)/' },
			to: {
				pathNot: ['^(nodes|credentials|openapi/types)/', '(^|/)n8n-workflow(/|$)'],
				dependencyTypesNot: ['core'],
			},
		},
		{
			name: 'what-is-published-does-not-need-what-is-not',
			severity: 'error',
			comment: 'Types of the contracts are gone once compiled; nothing else of openapi/ may be imported.',
			from: { path: '^(nodes|credentials)/' },
			to: { path: '^openapi/', dependencyTypesNot: ['type-only'] },
		},
		{
			name: 'simulator-knows-no-node',
			comment: 'It stands for the partners, and would share the mistakes of the nodes.',
			severity: 'error',
			from: { path: '^simulator/' },
			to: { path: '^(nodes|credentials|testbed|trials|test|bench)/' },
		},
		{
			name: 'testbed-knows-no-trial',
			comment: 'What starts n8n and its neighbours serves every trial, test and benchmark alike.',
			severity: 'error',
			from: { path: '^testbed/' },
			to: { path: '^(trials|test|bench|nodes|credentials)/' },
		},
	],
	options: {
		doNotFollow: { path: 'node_modules' },
		exclude: { path: '^(dist|coverage|\\.cache|testbed/n8n)/' },
		tsPreCompilationDeps: true,
		tsConfig: { fileName: 'tsconfig.json' },
		enhancedResolveOptions: { extensions: ['.ts', '.js', '.mjs', '.cjs', '.json', '.d.ts'] },
	},
};
