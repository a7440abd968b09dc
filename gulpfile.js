const { mkdir, rm, writeFile } = require('node:fs/promises');
const { basename, dirname, relative } = require('node:path/posix');

const { build } = require('esbuild');
const { dest, parallel, series, src } = require('gulp');

const { main, n8n } = require('./package.json');

/** The files under which n8n looks for each node and credential. */
const classFiles = [...n8n.nodes, ...n8n.credentials];

/** A file that was deleted from the source must not stay in the package. */
const clean = async () => await rm('dist', { recursive: true, force: true });

/**
 * All code in one file, because n8n loads all of it at every start: when there was still a file for each of the source,
 * Node took three times as long. bench/RESULTS.md, Weight, has what it takes now. Types are not checked here but by
 * `npm run typecheck`.
 */
async function code() {
	const sources = classFiles.map((file) => file.replace(/^dist(.*)\.js$/, '.$1'));
	await build({
		stdin: {
			contents: sources.map((file) => `export * from '${file}';`).join('\n'),
			resolveDir: __dirname,
		},
		outfile: main,
		bundle: true,
		packages: 'external',
		platform: 'node',
		format: 'cjs',
		target: 'node20',
		banner: { js: '"use strict";' },
	});
}

/** A file for each class, where n8n looks for it. The name of the file is the name of the class (n8n-core, loadClass). */
async function classes() {
	for (const file of classFiles) {
		const name = basename(file).split('.')[0];
		await mkdir(dirname(file), { recursive: true });
		await writeFile(file, `exports.${name} = require('${relative(dirname(file), main)}').${name};\n`);
	}
}

/** Icons and codex files: n8n looks for them beside the node or credential. */
const nodeAssets = () => src('nodes/**/*.{svg,json}', { encoding: false }).pipe(dest('dist/nodes'));
const credentialAssets = () =>
	src('credentials/**/*.svg', { encoding: false, allowEmpty: true }).pipe(dest('dist/credentials'));

exports.build = series(clean, parallel(code, classes, nodeAssets, credentialAssets));
