/**
 * Writes files that tests hold to: a test that compares a file with what the nodes do writes it instead. The tests do
 * this work, because Jest can load the nodes from their source: to Node, `Movem.node` is the codex file
 * `Movem.node.json` before it is `Movem.node.ts`.
 *
 *   tsx scripts/write.ts description/schemas     and others, each a path in test/ without `.test.ts`
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { repoRoot } from '../testbed/paths';

const tests = process.argv.slice(2).map((test) => join('test', `${test}.test.ts`));
try {
	execFileSync(
		process.execPath,
		[require.resolve('jest/bin/jest'), ...tests, '--updateSnapshot', '--selectProjects', 'fast'],
		{ cwd: repoRoot, env: { ...process.env, WRITE: 'yes' }, stdio: 'inherit' },
	);
} catch {
	process.exitCode = 1;
}
execFileSync('git', ['status', '--short', '--', 'nodes', 'docs', 'openapi', 'test/description'], {
	cwd: repoRoot,
	stdio: 'inherit',
});
