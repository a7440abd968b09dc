import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { partners } from '../support/pack';
import { linksOf, paths, read } from './documents';

/** `Application: Get Many` for every operation of a node, as its panel names them. */
function operationsOf(properties: INodeProperties[]): string[] {
	const optionsOf = (property?: INodeProperties) => (property?.options ?? []) as INodePropertyOptions[];
	return optionsOf(properties.find(({ name }) => name === 'resource')).flatMap((resource) =>
		properties
			.filter(({ name, displayOptions }) => {
				const shown = displayOptions?.show?.resource;
				return name === 'operation' && (!shown || shown.includes(resource.value));
			})
			.flatMap((property) => optionsOf(property).map(({ name }) => `${resource.name}: ${name}`)),
	);
}

/** What n8n itself calls things that are named beside ours. */
const OF_N8N = ['Retry On Fail'];

describe.each(Object.entries(partners))('the page of %s', (_, { node, trigger, prefix, type }) => {
	const file = `docs/partners/${prefix}.md`;
	const page = read(file);
	const { description } = node();
	const triggers = trigger ? [trigger().description] : [];
	const credential = type();

	it('lists every operation, and no other', () => {
		const listed = [...page.matchAll(/^\| ([A-Z][\w ]+: [^|]+?) \|/gm)].map(([, operation]) => operation);
		expect(listed.sort()).toEqual(operationsOf(description.properties).sort());
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
		expect(linksOf(read('docs/workflows.md'))).toEqual(
			expect.arrayContaining(files.map((file) => `../${file}`)),
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
