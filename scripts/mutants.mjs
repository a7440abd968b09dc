import { Stryker } from '@stryker-mutator/core';
import { Command } from 'commander';

import jestConfig from '../jest.config.js';

/**
 * The tests that should notice a change of a file. They are few and fast, because each change runs those that cover
 * it.
 */
const NOTICED_BY = {
	'nodes/shared/http/response.ts': ['shared/http/readResponse'],
	'nodes/shared/execution/parameters.ts': ['shared/execution/parameters'],
	'nodes/shared/execution/sleepingExecution.ts': ['shared/execution/sleepingExecution'],
	'nodes/shared/execution/output.ts': ['shared/execution/output'],
	'nodes/shared/execution/tally.ts': ['shared/execution/tally'],
	'nodes/shared/http/timeLimit.ts': ['shared/http/timeLimit'],
	'nodes/shared/execution/nodeProperties.ts': ['shared/execution/nodeProperties'],
	'nodes/shared/http/environment.ts': ['shared/http/environment'],
	'nodes/shared/errors/errorFactory.ts': ['shared/errors/wording'],
	'nodes/shared/errors/advice.ts': ['shared/errors/wording'],
	'nodes/shared/errors/faultDetails.ts': ['shared/errors/wording'],
	'nodes/shared/errors/faults.ts': ['shared/errors/faults'],
	'nodes/shared/execution/execute.ts': ['shared/execution/executeItems'],
	'nodes/shared/execution/createIfMissing.ts': [
		'shared/execution/createUnlessExists',
		'description/snapshot',
	],
	'nodes/shared/execution/checkOnly.ts': ['shared/execution/{checkOnly,tally}'],
	'nodes/shared/execution/createOrUpdate.ts': ['shared/execution/checkOnly'],
	'nodes/shared/errors/failedItem.ts': ['shared/errors/failedOutput'],
	// Without dates.test.ts, which takes long and tests a file of its own.
	'nodes/shared/fields/*.ts': ['shared/fields/{binding,collections,columns,dropdowns,panel,scalars}'],
	'nodes/shared/triggers/fingerprint.ts': ['shared/triggers/fingerprint'],
	'nodes/shared/execution/mapSequentially.ts': ['shared/execution/mapSequentially'],
	'nodes/shared/execution/lists.ts': ['shared/execution/lists'],
	'nodes/shared/http/login.ts': ['shared/http/loginAnswer'],
	'nodes/shared/triggers/mapSettled.ts': ['shared/triggers/mapSettled'],
	'nodes/shared/guards.ts': ['shared/guards'],
	'nodes/shared/triggers/pollMemory.ts': ['shared/triggers/pollMemory', 'shared/triggers/redelivery'],
	'nodes/shared/http/rateLimiter.ts': ['shared/http/rateLimiterSteps'],
	'nodes/shared/http/paging.ts': ['shared/http/paging'],
	'nodes/shared/triggers/polling.ts': ['shared/triggers/poll'],
	'nodes/shared/triggers/pollFailure.ts': ['shared/triggers/pollBudget'],
	'nodes/shared/triggers/pollBudget.ts': ['shared/triggers/pollBudget'],
	'nodes/shared/execution/concurrency.ts': ['shared/execution/mapWithConcurrency'],
	'nodes/shared/errors/redact.ts': ['shared/errors/{redact,secrets}'],
	'nodes/shared/errors/secret.ts': ['shared/errors/secrets'],
	'nodes/shared/json.ts': ['shared/json'],
	'nodes/shared/http/body.ts': ['shared/http/{body,response}'],
	'nodes/shared/http/retry.ts': ['shared/http/retry'],
	'nodes/shared/http/session.ts': ['shared/http/session'],
	'nodes/shared/fields/simplify.ts': ['description/snapshot'],
	'nodes/shared/fields/dates.ts': ['shared/fields/dates'],
	'nodes/shared/execution/context.ts': ['shared/execution/contextTools'],
	'nodes/shared/http/transport.ts': ['shared/http/transport'],
	'nodes/shared/execution/waiting.ts': ['shared/execution/waitingTools', 'description/snapshot'],
	'nodes/shared/triggers/webhooks.ts': ['shared/triggers/webhooks', 'description/snapshot'],
	'nodes/shared/errors/errorBody.ts': ['shared/errors/errorBody'],
	'nodes/Movem/trigger/poll.ts': ['partners/movem/poll'],
	'nodes/Movem/trigger/references.ts': ['partners/movem/pollReferences'],
	'nodes/Movem/reference/file.ts': ['partners/movem/referenceFile'],
	'nodes/MovingPortal/trigger/poll.ts': ['partners/movingPortal/poll'],
	'nodes/MovingPortal/trigger/kinds.ts': ['partners/movingPortal/poll'],
	'nodes/Mymove/trigger/poll.ts': ['partners/mymove/poll'],
	'nodes/SmartMove/application/resume.ts': ['partners/smartMove/resume'],
	'nodes/Sprove/trigger/poll.ts': ['partners/sprove/poll'],
};

/** The milliseconds after which a test hangs. One that is listed takes a fraction of them, unless the change made a loop endless. */
const HANGS_AFTER = 5_000;

/** The tests for a file that is not in the list. */
const ANY = ['shared/**/*', 'partners/**/*'];

const asPattern = (test) => `<rootDir>/${test.includes('.') ? test : `test/${test}.test.ts`}`;

async function mutate(file, tests, testTimeout) {
	const [fast] = jestConfig.projects;
	const stryker = new Stryker({
		mutate: [file],
		testRunner: 'jest',
		plugins: ['@stryker-mutator/jest-runner'],
		jest: {
			projectType: 'custom',
			config: {
				...fast,
				projects: [],
				reporters: [],
				testTimeout,
				testMatch: tests,
				setupFiles: ['<rootDir>/test/support/noSmallerExample.js'],
			},
			enableFindRelatedTests: false,
		},
		coverageAnalysis: 'perTest',
		// swc checks no types.
		disableTypeChecks: false,
		ignorePatterns: ['.cache', 'bench', 'dist'],
		tempDirName: '.cache/mutants',
		cleanTempDir: 'always',
		reporters: ['progress', 'clear-text'],
		clearTextReporter: { logTests: false, reportTests: false, allowColor: false, allowEmojis: false },
		logLevel: 'warn',
		warnings: { slow: false },
		timeoutMS: 8_000,
		dryRunTimeoutMinutes: 20,
	});
	return await stryker.runMutationTest();
}

const program = new Command('npm run test:mutants --')
	.description(
		`Changes the engine and the partners' polling in one small place at a time, and runs the tests that should notice it.
A change that no test notices is behaviour that no test holds. It takes minutes for each file, so CI leaves it out.`,
	)
	.argument(
		'[files...]',
		'files to change instead of all that are listed, or lines of one, nodes/shared/http/retry.ts:20-40',
	)
	.option('--tests <files...>', 'tests to run instead of those that are listed for the file')
	.configureHelp({ helpWidth: 120 })
	.parse();
const { tests: chosenTests } = program.opts();
for (const file of program.args.length > 0 ? program.args : Object.keys(NOTICED_BY)) {
	const name = file.replace(/:\d.*$/, '');
	const listed = NOTICED_BY[name] ?? NOTICED_BY[name.replace(/fields\/\w+\.ts$/, 'fields/*.ts')];
	const tests = chosenTests ?? listed ?? ANY;
	console.log(`\n${file}, tested by ${tests.join(', ')}`);
	const testTimeout = tests === listed ? HANGS_AFTER : jestConfig.testTimeout;
	await mutate(file, tests.map(asPattern), testTimeout).catch((failure) => {
		// Most likely a test fails even without a change; the other files can still be tested.
		console.error(failure.message);
		process.exitCode = 1;
	});
}
