/**
 * Loads the nodes and credentials of one package in a process of its own. argv: the package's folder, "require" or
 * "n8n", and this repository. Prints milliseconds and bytes of heap as one line of JSON.
 */
const { createRequire } = require('node:module');
const { join } = require('node:path');

const [, , folder, how, repository] = process.argv;
const own = createRequire(join(repository, 'package.json'));

async function main() {
	// n8n loads these long before it loads a community package.
	own('n8n-workflow');
	const { PackageDirectoryLoader } = how === 'n8n' ? own('n8n-core') : {};
	const { n8n } = require(join(folder, 'package.json'));
	const files = [...n8n.nodes, ...n8n.credentials].map((file) => join(folder, file));
	globalThis.gc();
	const before = process.memoryUsage().heapUsed;
	const start = process.hrtime.bigint();
	let kept;
	if (how === 'n8n') {
		kept = new PackageDirectoryLoader(folder);
		await kept.loadAll();
	} else {
		kept = files.map((file) => require(file));
	}
	const ms = Number(process.hrtime.bigint() - start) / 1e6;
	globalThis.gc();
	const bytes = process.memoryUsage().heapUsed - before;
	process.stdout.write(`${JSON.stringify({ ms, bytes, kept: Boolean(kept), files: files.length })}\n`);
	process.exit(0);
}

void main();
