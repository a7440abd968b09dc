/**
 * Runs n8n's own scan of community packages (the one behind `npx @n8n/scan-community-package`) over the source and
 * over what `npm pack` would publish. The published command takes names from the registry only; its configuration is
 * the same. Unlike n8n's, this scan fails on warnings as well.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

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

const { path: unpacked, dispose } = await temporaryFolder('moving-partners-scan-');
const packed = await packPackage({ log: toStderr });
try {
	execFileSync('tar', ['-xzf', packed.tarball, '-C', unpacked]);
	const findings =
		(await scan('source', repoRoot, SOURCE_FILE_PATTERNS)) +
		(await scan('package', join(unpacked, 'package'), ['**/*.js', '**/*.json']));
	process.exitCode = findings > 0 ? 1 : 0;
} finally {
	await packed.dispose();
	await dispose();
}
