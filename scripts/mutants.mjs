/**
 * Changes the engine and what watches the partners in one small place at a time, and runs the tests that are to notice
 * it: a change that none of them notices is something that no test proves. It takes minutes for each file, so CI leaves
 * it out.
 *
 *   npm run test:mutants                                   every file named below
 *   npm run test:mutants -- nodes/shared/retry.ts          one file, or several
 *   npm run test:mutants -- nodes/shared/pool.ts:20-40     some of its lines
 *   npm run test:mutants -- nodes/shared/pool.ts --tests test/faults/concurrency.test.ts
 */
import { parseArgs } from 'node:util';

import { Stryker } from '@stryker-mutator/core';

import jestConfig from '../jest.config.js';

/** Which tests are to notice a change of a file. Few and quick ones: every change runs those anew that come past it. */
const NOTICED_BY = {
	'nodes/shared/answer.ts': ['faults/answers', 'faults/wire'],
	'nodes/shared/asleep.ts': ['operations/asleep'],
	'nodes/shared/deadline.ts': ['faults/deadline'],
	'nodes/shared/description.ts': ['description/snapshot', 'faults/limits'],
	'nodes/shared/environment.ts': ['operations/credentials'],
	'nodes/shared/errors.ts': ['faults/failures', 'faults/words', 'faults/retries'],
	'nodes/shared/execute.ts': ['faults/concurrency', 'faults/failures', 'faults/cancel'],
	'nodes/shared/exists.ts': ['faults/creates'],
	'nodes/shared/failed.ts': ['faults/failures', 'operations/smartmove/card'],
	'nodes/shared/fields/*.ts': ['fields/*', 'operations/*/rules'],
	'nodes/shared/fingerprint.ts': ['faults/fingerprint'],
	'nodes/shared/inTurn.ts': ['faults/inTurn'],
	'nodes/shared/judge.ts': ['faults/judge'],
	'nodes/shared/login.ts': ['faults/answers', 'faults/login'],
	'nodes/shared/many.ts': ['operations/movem/applications', 'operations/mymove/leads'],
	'nodes/shared/mapSettled.ts': ['triggers/settled'],
	'nodes/shared/member.ts': ['fields/member'],
	'nodes/shared/memory.ts': ['triggers/once'],
	'nodes/shared/pace.ts': ['faults/pace'],
	'nodes/shared/paging.ts': ['faults/paging'],
	'nodes/shared/poll.ts': ['triggers/*'],
	'nodes/shared/pollFailure.ts': ['triggers/terms'],
	'nodes/shared/pollTerms.ts': ['triggers/terms'],
	'nodes/shared/pool.ts': ['faults/pool'],
	'nodes/shared/redact.ts': ['faults/words', 'faults/answers'],
	'nodes/shared/retry.ts': ['faults/retry'],
	'nodes/shared/session.ts': ['faults/session'],
	'nodes/shared/simplify.ts': ['description/snapshot'],
	'nodes/shared/time.ts': ['fields/time'],
	'nodes/shared/tools.ts': ['faults/failures', 'operations/movem/applications'],
	'nodes/shared/transport.ts': ['faults/{retries,wire,limits,deadline}'],
	'nodes/shared/wait.ts': ['description/snapshot', 'operations/waiting', 'operations/smartmove/wake'],
	'nodes/shared/webhook.ts': ['faults/webhook', 'description/snapshot', 'operations/smartmove/wake'],
	'nodes/shared/words.ts': ['faults/words', 'faults/failures'],
	'nodes/Movem/watch.ts': ['triggers/account'],
	'nodes/MovingPortal/watch.ts': ['triggers/notifications'],
	'nodes/Mymove/watch.ts': ['triggers/feed'],
	'nodes/SmartMove/application/wake.ts': ['operations/smartmove/wake'],
	'nodes/Sprove/watch.ts': ['triggers/checks'],
};

/** What is enough where nothing better is known. */
const ANY = ['faults/*', 'fields/*', 'operations/**/*', 'triggers/*'];

const asPattern = (test) => `<rootDir>/${test.includes('.') ? test : `test/${test}.test.ts`}`;

async function mutate(file, tests) {
	const [fast] = jestConfig.projects;
	const stryker = new Stryker({
		mutate: [file],
		testRunner: 'jest',
		plugins: ['@stryker-mutator/jest-runner'],
		jest: {
			projectType: 'custom',
			config: { ...fast, projects: [], reporters: [], testTimeout: jestConfig.testTimeout, testMatch: tests },
			enableFindRelatedTests: false,
		},
		coverageAnalysis: 'perTest',
		// swc looks at no types.
		disableTypeChecks: false,
		ignorePatterns: ['.cache', 'bench', 'dist'],
		tempDirName: '.cache/mutants',
		cleanTempDir: 'always',
		reporters: ['progress', 'clear-text'],
		clearTextReporter: { logTests: false, reportTests: false, allowColor: false, allowEmojis: false },
		logLevel: 'warn',
		warnings: { slow: false },
		timeoutMS: 20_000,
		dryRunTimeoutMinutes: 20,
	});
	return await stryker.runMutationTest();
}

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: { tests: { type: 'string', multiple: true } },
});
for (const file of positionals.length > 0 ? positionals : Object.keys(NOTICED_BY)) {
	const name = file.replace(/:\d.*$/, '').replace(/fields\/\w+\.ts$/, 'fields/*.ts');
	const tests = values.tests ?? NOTICED_BY[name] ?? ANY;
	console.log(`\n${file}, held by ${tests.join(', ')}`);
	await mutate(file, tests.map(asPattern)).catch((failure) => {
		// Most likely a test fails already, with no change at all; the other files may be all right.
		console.error(failure.message);
		process.exitCode = 1;
	});
}
