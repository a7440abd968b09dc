/**
 * Runs n8n's own scan of community packages (the one behind `npx @n8n/scan-community-package`) over the source and
 * over what `npm pack` would publish. The published command takes names from the registry only; its configuration is
 * the same. Unlike n8n's, this scan fails on warnings as well.
 *
 * Usage: tsx scripts/scan.mjs [folder …], each the folder of a package that is built; this repository without any.
 */
import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';

import { buildScanConfig, SOURCE_FILE_PATTERNS } from '@n8n/scan-community-package/scanner/scanner.mjs';
import { ESLint } from 'eslint';

import { packPackage } from '../testbed/pack';
import { repoRoot } from '../testbed/paths';
import { toStderr } from '../testbed/progress';
import { temporaryFolder } from '../testbed/temporary';

async function scan(name, folder, patterns) {
	const eslint = new ESLint({
		cwd: folder,
		allowInlineConfig: false,
		overrideConfigFile: true,
		overrideConfig: await buildScanConfig(),
	});
	const results = await eslint.lintFiles(patterns);
	const findings = results.reduce((sum, { errorCount, warningCount }) => sum + errorCount + warningCount, 0);
	console.log(`${name}: ${results.length} files, ${findings} findings`);
	if (findings > 0) console.log(await (await eslint.loadFormatter('stylish')).format(results));
	return findings;
}

/** Scans a package's source and its tarball. Builds it first only where it is this repository. */
async function scanPackage(source) {
	const { path: unpacked, dispose } = await temporaryFolder('moving-partners-scan-');
	const packed = await packPackage({ log: toStderr, source, build: source === repoRoot });
	try {
		execFileSync('tar', ['-xzf', packed.tarball, '-C', unpacked]);
		return (
			(await scan(`${packed.name}, source`, source, SOURCE_FILE_PATTERNS)) +
			(await scan(`${packed.name}, package`, join(unpacked, 'package'), ['**/*.js', '**/*.json']))
		);
	} finally {
		await packed.dispose();
		await dispose();
	}
}

const folders = process.argv.slice(2).map((folder) => resolve(folder));
let findings = 0;
for (const folder of folders.length > 0 ? folders : [repoRoot]) findings += await scanPackage(folder);
process.exitCode = findings > 0 ? 1 : 0;
