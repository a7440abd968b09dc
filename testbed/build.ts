import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withProgress, type Log } from './progress';
import { npm } from './run';
import { UserError } from './userError';

/** Everything `npm run build` reads; the versions of its tools are pinned in package.json. */
const INPUTS = ['nodes', 'credentials', 'package.json', 'tsconfig.json', 'gulpfile.js'];

/**
 * Fingerprint of the source that dist/ was built from. It lies in dist/ so that it is deleted with it; it is not
 * packed.
 */
const FINGERPRINT = 'dist/built-from.sha256';

function filesOf(source: string, input: string): string[] {
	const path = join(source, input);
	if (!existsSync(path)) return [];
	if (statSync(path).isFile()) return [input];
	return (
		readdirSync(path, { recursive: true, withFileTypes: true })
			// Hidden files are an editor's temporary files.
			.filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
			.map((entry) => join(entry.parentPath, entry.name).slice(source.length + 1))
			.sort()
	);
}

/** A hash of every file that `npm run build` reads. @param others files besides them */
export function fingerprintOf(source: string, others: string[] = []): string {
	const hash = createHash('sha256');
	for (const file of [...INPUTS, ...others].flatMap((input) => filesOf(source, input)))
		hash
			.update(`${file}\0`)
			.update(readFileSync(join(source, file)))
			.update('\0');
	return hash.digest('hex');
}

/** The error for a failed command, with the end of its output. */
export const failedStep = (step: string, output: string) =>
	new UserError(`${step} failed:\n${output.trim().split('\n').slice(-25).join('\n')}`);

/** Runs `npm run build` unless dist/ is up to date. Only one process at a time may call it. */
export async function buildIfChanged(source: string, log: Log): Promise<void> {
	// Taken before the build, so that a change made during the build is built the next time.
	const fingerprint = fingerprintOf(source);
	const file = join(source, FINGERPRINT);
	if (existsSync(file) && readFileSync(file, 'utf8') === fingerprint) return;
	await rm(file, { force: true });
	const built = await withProgress({ log, step: 'Building the nodes' }, () =>
		npm(['run', 'build'], { cwd: source }),
	);
	if (built.code !== 0) throw failedStep('npm run build', built.output);
	await writeFile(file, fingerprint);
}
