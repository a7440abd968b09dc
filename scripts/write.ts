/**
 * Writes the files that tests compare with the nodes, by running those tests in a mode that writes. Jest can load the
 * nodes from their source; Node cannot, because it resolves `Movem.node` to the codex file `Movem.node.json` before
 * `Movem.node.ts`.
 *
 * Usage: tsx scripts/write.ts description/schemas …, each a path in test/ without `.test.ts`.
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
