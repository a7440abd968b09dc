import { isAtLeast, n8nUnderTest } from '../../../testbed/n8nVersions';

/**
 * Tests of what an older n8n cannot do. On an n8n before `least` they are skipped, and the report lists them under
 * `why`: the reason in words, as "no token in the address of a sleeping execution before 2.41".
 */
export function onlyFrom(least: string, why: string, tests: () => void): void {
	if (isAtLeast(n8nUnderTest(), least)) tests();
	else describe.skip(`Only from n8n ${least}: ${why}`, tests);
}
