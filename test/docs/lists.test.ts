import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Resources } from '../../nodes/shared/operation';
import { insertTitle, withRows } from '../support/markdownTable';
import { partners } from '../support/pack';
import { linksOf, paths, read, root } from './documents';

/** `Application: Get Many` for every operation of a partner, with its description. */
function operationsOf(resources: Resources): Record<string, string> {
	return Object.fromEntries(
		Object.values(resources).flatMap((resource) =>
			Object.values(resource.operations).map(({ name, description }) => [
				`${resource.name}: ${name}`,
				description,
			]),
		),
	);
}

/** `Revoke an application` as a page says it: `revokes an application`. */
const asRow = (description: string) =>
	description.replace(/^\w+/, (verb) => `${verb.toLowerCase()}${/(s|x|z|ch|sh)$/.test(verb) ? 'es' : 's'}`);

/** Set by `npm run generate`: adds rows for new operations and removes rows of operations that are gone. */
const isWriting = process.env.WRITE === 'yes';

function writeOperations(file: string, operations: Record<string, string>): void {
	const page = read(file);
	const said = Object.fromEntries(
		[...page.matchAll(/^\| ([A-Z][\w ]+: [^|]+?) \| (.*) \|$/gm)].map(([, title, text]) => [title!, text!]),
	);
	const known = Object.keys(said).filter((title) => operations[title] !== undefined);
	const added = Object.keys(operations).filter((title) => said[title] === undefined);
	const rows = added
		.reduce(insertTitle, known)
		.map((title) => [title, said[title] ?? asRow(operations[title]!)]);
	writeFileSync(join(root, file), withRows(page, 'Operation', ['What it does'], rows));
}

/** Labels of n8n itself that the documents name. */
const OF_N8N = ['Retry On Fail'];

describe.each(Object.entries(partners))('the page of %s', (_, { node, trigger, prefix, type, resources }) => {
	const file = `docs/partners/${prefix}.md`;
	if (isWriting) writeOperations(file, operationsOf(resources));
	const page = read(file);
	const { description } = node();
	const triggers = trigger ? [trigger().description] : [];
	const credential = type();

	it('lists every operation, and no other: `npm run generate` writes what is missing', () => {
		const listed = [...page.matchAll(/^\| ([A-Z][\w ]+: [^|]+?) \|/gm)].map(([, operation]) => operation);
		expect(listed.sort()).toEqual(Object.keys(operationsOf(resources)).sort());
	});

	it('names trigger and credential, and everything else, as they stand on the screen', () => {
		for (const { displayName } of triggers) expect(page).toContain(`**${displayName}**`);
		expect(page).toContain(`*${credential.displayName}*`);
		const screen = JSON.stringify([description, triggers, credential]);
		const names = [...screen.matchAll(/"(?:displayName|name)":"([^"]+)"/g)].map(([, text]) => text!);
		const labels = [...page.matchAll(/(?<!\*)\*([^*\n]+)\*(?!\*)/g)]
			.flatMap(([, label]) => label!.split(/ → |: /))
			.filter((label) => !OF_N8N.includes(label));
		// A unit may be left out: "Overlap (Minutes)".
		const isThere = (label: string) => names.some((name) => name === label || name.startsWith(`${label} (`));
		expect(labels.filter((label) => !isThere(label))).toEqual([]);
	});

	it('leads to the contract', () => {
		expect(linksOf(page)).toContain(`../contracts/${prefix}.md`);
	});
});

describe('what is there', () => {
	it('has a page for every partner', () => {
		const pages = paths.filter((path) => /^docs\/partners\/.+\.md$/.test(path));
		expect(pages.sort()).toEqual(
			Object.values(partners)
				.map(({ prefix }) => `docs/partners/${prefix}.md`)
				.sort(),
		);
	});

	it('is an example workflow, and listed', () => {
		const files = paths.filter((path) => path.startsWith('workflows/'));
		expect(linksOf(read('docs/jobs/README.md'))).toEqual(
			expect.arrayContaining(
				files.flatMap((file) => [`../../${file}`, file.replace('workflows/', '').replace('.json', '.md')]),
			),
		);
	});

	it('is a folder of which CONTRIBUTING.md says what stands in it', () => {
		const folders = new Set(
			paths.filter((path) => /^\w[^/]*\//.test(path)).map((path) => path.split('/')[0]!),
		);
		const table = read('CONTRIBUTING.md').matchAll(/^\| `(\w+)\//gm);
		expect([...new Set([...table].map(([, folder]) => folder))].sort()).toEqual([...folders].sort());
	});
});
