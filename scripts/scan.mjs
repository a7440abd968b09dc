/**
 * Runs n8n's own scan of community packages (the one behind `npx @n8n/scan-community-package`) over the
 * source and over what `npm pack` would publish. The published command takes names from the registry only;
 * its configuration is the same. Unlike n8n we let no warning pass either.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { buildScanConfig, SOURCE_FILE_PATTERNS } from '@n8n/scan-community-package/scanner/scanner.mjs';
import { ESLint } from 'eslint';

const root = fileURLToPath(new URL('..', import.meta.url));

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

const unpacked = mkdtempSync(join(tmpdir(), 'moving-partners-scan-'));
try {
	const packed = execFileSync('npm', ['pack', '--json', '--pack-destination', unpacked], {
		cwd: root,
		stdio: ['ignore', 'pipe', 'ignore'],
	});
	const [{ filename }] = JSON.parse(packed);
	execFileSync('tar', ['-xzf', join(unpacked, filename), '-C', unpacked]);
	const findings =
		(await scan('source', root, SOURCE_FILE_PATTERNS)) +
		(await scan('package', join(unpacked, 'package'), ['**/*.js', '**/*.json']));
	process.exitCode = findings > 0 ? 1 : 0;
} finally {
	rmSync(unpacked, { recursive: true, force: true });
}
