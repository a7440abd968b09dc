import { codexOf } from '../support/nodeList';
import { partners } from '../support/pack';
import { succeeded, useSimulator } from '../support/useSimulator';
import { headingsOf, read } from './documents';

const bench = useSimulator();

const PAGE = 'docs/keys.md';
const page = read(PAGE);

/** The section of a partner, without its heading. */
const sectionOf = (title: string) =>
	page.split(/^## /m).find((section) => section.startsWith(`${title}\n`)) ?? '';

describe.each(Object.entries(partners))('the key of %s', (name, { type, provider, hosts, trigger }) => {
	const section = sectionOf(provider.name);

	it('has a section to which the credential and both nodes lead', () => {
		const { anchor } = headingsOf(page).find(({ text }) => text === provider.name)!;
		const { documentationUrl } = type();
		expect(documentationUrl).toMatch(new RegExp(`/blob/main/${PAGE}#${anchor}$`));
		for (const node of [name, ...(trigger ? [`${name}Trigger`] : [])])
			expect(codexOf(node).resources.credentialDocumentation).toEqual([{ url: documentationUrl }]);
	});

	it('is told with where it comes from, whom to ask, and what the test system does', () => {
		const rows = [...section.matchAll(/^\| ([A-Z][^|]+) \| (\S[^|]*) \|$/gm)].map(([, title]) => title);
		expect(rows).toEqual(['What you get', 'Where from', 'Whom to ask', 'Test system']);
		const tests = Object.entries(hosts).filter(([environment]) => !environment.startsWith('production'));
		expect(tests.length).toBeGreaterThan(0);
		for (const [, { url }] of tests) expect(section).toContain(`\`${new URL(url).host}\``);
	});
});

it.each([
	['movem', 'credit', 'get'],
	// It logs in first, with the same key.
	['sprove', 'property', 'getAll'],
] as const)('“None” under n8n’s Allowed HTTP Request Domains leaves the node of %s alone', async (...of) => {
	const [partner, resource, operation] = of;
	expect(page).toContain('*None* keeps the key to the nodes of this pack');
	const credential = { allowedHttpRequestDomains: 'none' };
	succeeded(await bench.run(partner, { resource, operation }, [{}], { credential }));
	expect(bench.arrived().length).toBeGreaterThan(0);
});
