/**
 * Writes what the editor shows of an operation's output before it has run: `nodes/<Node>/__schema__/…`. The test that
 * compares these files with what the operations return does the work, because Jest can load the nodes from their
 * source: to Node, `Movem.node` is the codex file `Movem.node.json` before it is `Movem.node.ts`.
 */
import { execFileSync } from 'node:child_process';
import { repoRoot } from '../testbed/paths';

execFileSync(
	process.execPath,
	[require.resolve('jest/bin/jest'), '--selectProjects', 'fast', '--testPathPatterns', 'description/schemas'],
	{ cwd: repoRoot, env: { ...process.env, WRITE_SCHEMAS: 'yes' }, stdio: 'inherit' },
);
