/**
 * The folder of an installed n8n, e.g. one of the user's cache that `npm run test:compat` has filled: the fast tests
 * then take its engine instead of the one of this repository. `N8N_ENGINE=<folder> npx jest --forceExit test/partners`
 */
const engine = process.env.N8N_ENGINE;
const engineModules = engine
	? Object.fromEntries(
			['n8n-core', 'n8n-workflow'].map((name) => [`^${name}$`, `${engine}/node_modules/${name}`]),
		)
	: {};

/** One swc pass per file; types are checked by `npm run typecheck`, not by Jest. */
const common = {
	testEnvironment: 'node',
	transform: {
		'^.+\\.ts$': [
			'@swc/jest',
			{ jsc: { parser: { syntax: 'typescript', decorators: true }, target: 'es2022' } },
		],
	},
	moduleFileExtensions: ['ts', 'js', 'json', 'node'],
	// The packages there are only installed elsewhere, and have one name.
	modulePathIgnorePatterns: ['<rootDir>/testbed/n8n/'],
};

/** The tests in which a time is read, compared or written: everything that could go by the clock on the wall. */
const WITH_TIMES = [
	'shared/fields/dates',
	'shared/http/retry',
	'shared/triggers/*',
	'partners/*/{poll,trigger}',
	'partners/mymove/*',
	'partners/movingPortal/create',
	'partners/sprove/{checks,properties}',
	'simulator/{time/*,partners/mymove,partners/smartMove/*}',
];

/** @type {import('jest').Config} */
module.exports = {
	reporters: ['default', '<rootDir>/test/support/closingLine.js'],
	maxWorkers: 2,
	// Machines may be busy with other things; what hangs is found all the same.
	testTimeout: 60_000,
	projects: [
		{
			...common,
			displayName: 'fast',
			testMatch: ['<rootDir>/test/**/*.test.ts'],
			testPathIgnorePatterns: ['<rootDir>/test/n8n/'],
			moduleNameMapper: engineModules,
		},
		{
			...common,
			displayName: 'elsewhere',
			testEnvironment: '<rootDir>/test/support/elsewhere.js',
			testMatch: WITH_TIMES.map((where) => `<rootDir>/test/${where}.test.ts`),
		},
		{ ...common, displayName: 'n8n', testMatch: ['<rootDir>/test/n8n/**/*.test.ts'] },
	],
};
