import { readFileSync, readdirSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { parse } from 'yaml';

import { partners } from '../support/pack';

const root = join(__dirname, '../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const filesOf = (folder: string, ending: string) =>
	readdirSync(join(root, folder))
		.filter((file) => file.endsWith(ending))
		.map((file) => basename(file, ending))
		.sort();

/** What the code knows of each partner, by the name of its contract file. */
const pack = Object.fromEntries(Object.values(partners).map((partner) => [partner.prefix, partner]));
const names = Object.keys(pack);

/** The sections of a contract by their number, each with the numbers of its entries: rows of tables and lists. */
function sectionsOf(contract: string): Map<string, string[]> {
	const [, ...sections] = contract.split(/^(?=#{2,3} \d)/m);
	return new Map(
		sections.map((section) => {
			const [, number = ''] = /^#+ (\d+(?:\.\d+)?)/.exec(section) ?? [];
			return [
				number,
				[...section.matchAll(/^(?:\| (\d+) \||(\d+)\. )/gm)].map(([, row, item]) => row ?? item!),
			];
		}),
	);
}
const contracts = Object.fromEntries(names.map((name) => [name, read(`docs/contracts/${name}.md`)]));
const sections = Object.fromEntries(names.map((name) => [name, sectionsOf(contracts[name]!)]));

const squeezed = (text: string) => text.toLowerCase().replace(/[^a-z]|^the /g, '');

/** The partners that a path names: nodes/Movem, credentials/MovemApi…, openapi/movem.yaml. */
const partnersOfPath = (path: string) =>
	names.filter((name) => path.split('/').some((part) => squeezed(part).startsWith(squeezed(name))));

const LIST = String.raw`\d+(?:[–-]\d+)?(?:(?:, | and )\d+(?:[–-]\d+)?)*`;
const ONE = String.raw`§(?<section>\d+(?:\.\d+)?)(?: nos?\. (?<numbers>${LIST}))?`;
const reference = new RegExp(ONE);
const references = new RegExp(ONE, 'g');

/** `contract §1 and §8 nos. 3–6`, with the partner before it where the file does not say which one. */
const chain = new RegExp(
	String.raw`(?:(?:RentPrep )?(?<named>${Object.values(partners)
		.map(({ provider }) => provider.name)
		.join('|')})(?:['’]s)? contract,? )?` + `${ONE}(?:(?:, | and )${ONE})*`.replace(/\?<\w+>/g, '?:'),
	'g',
);

/** 3–6 is 3, 4, 5, 6. */
const counted = (list = '') =>
	[...list.matchAll(/(\d+)(?:[–-](\d+))?/g)].flatMap(([, from, to = from]) =>
		Array.from({ length: Number(to) - Number(from) + 1 }, (_, i) => String(Number(from) + i)),
	);

/** Every reference in a text, with the reason if it is wrong. */
function follow(file: string, text: string): Array<{ said: string; wrong?: string }> {
	// A comment may break its line anywhere. References to sections of standards are left out.
	const line = text
		.replace(/\s*\n\s*(?:\*(?!\/)|\/\/|#)?\s*/g, ' ')
		.replace(/RFC \d+ §[\d.]+(?:(?:, | and )§[\d.]+)*/g, '');
	const chains = [...line.matchAll(chain)];
	const found = chains.flatMap(({ 0: whole, groups }) => {
		const { named } = groups as { named?: string };
		const [partner, another] = named
			? names.filter((name) => squeezed(named).endsWith(squeezed(name)))
			: partnersOfPath(file);
		return [...whole.matchAll(references)].map(([one]) => {
			const said = `${file}: ${one}`;
			if (!partner || another) return { said, wrong: 'name the partner: "(SmartMove contract §9 no. 1)"' };
			const { section = '', numbers } = reference.exec(one)?.groups ?? {};
			const entries = sections[partner]?.get(section);
			if (!entries) return { said, wrong: `docs/contracts/${partner}.md has no section ${section}` };
			const missing = counted(numbers).filter((number) => !entries.includes(number));
			return missing.length > 0
				? { said, wrong: `section ${section} of docs/contracts/${partner}.md has no ${missing.join(', ')}` }
				: { said };
		});
	});
	const unread = line.split('§').length - 1 - found.length;
	return unread > 0 ? [...found, { said: file, wrong: `${unread} × § that cannot be read` }] : found;
}

const NOT_OURS = ['node_modules', 'dist', 'coverage', '.cache', '.git', 'package-lock.json'];

function* everyFile(folder = root): Generator<string> {
	for (const entry of readdirSync(folder, { withFileTypes: true })) {
		const path = join(folder, entry.name);
		if (NOT_OURS.includes(entry.name) || path === __filename) continue;
		if (entry.isDirectory()) yield* everyFile(path);
		else if (entry.isFile() && !path.endsWith('.png')) yield relative(root, path).replaceAll(sep, '/');
	}
}

const wrongIn = (file: string, text: string) =>
	follow(file, text).flatMap(({ said, wrong }) => (wrong ? [`${said} — ${wrong}`] : []));

describe('a reference to a contract', () => {
	const found = [...everyFile()]
		.map((file) => ({ file, text: read(file) }))
		.filter(({ text }) => text.includes('§'));

	it('leads somewhere, wherever it stands in the repository', () => {
		expect(found.flatMap(({ file, text }) => wrongIn(file, text))).toEqual([]);
	});

	it('is found in nodes, credentials, scripts, tests and the contracts themselves', () => {
		const inCode = found.filter(({ file }) => !file.startsWith('docs/'));
		expect(inCode.flatMap(({ file, text }) => follow(file, text)).length).toBeGreaterThan(60);
		const folders = ['nodes/', 'credentials/', 'test/', 'docs/contracts/'];
		expect(folders.filter((folder) => !found.some(({ file }) => file.startsWith(folder)))).toEqual([]);
	});

	it.each([
		['nodes/Movem/api.ts', '/** Static (contract §3.5). */'],
		['credentials/SproveApi.credentials.ts', '(contract §2)'],
		['simulator/partners/movingPortal/index.ts', '// contract §3.1, §6 and §8 no. 37'],
		['nodes/Mymove/trigger/poll.ts', '(contract §8 nos. 3–6)'],
		['nodes/SmartMove/postback/parse.ts', ' * words (contract §9\n * nos. 1, 4 and 31).'],
		['scripts/calls.ts', 'the header (SmartMove contract §9 no. 1)'],
		['nodes/shared/http/retry.ts', 'RFC 9110 §10.2.3; The Moving Portal’s contract §8 no. 27'],
	])('in %s is read: %s', (file, text) => {
		expect(follow(file, text).length).toBeGreaterThan(0);
		expect(wrongIn(file, text)).toEqual([]);
	});

	it.each([
		['nodes/Movem/api.ts', 'contract §8 no. 28', 'section 8 of docs/contracts/movem.md has no 28'],
		['nodes/Movem/api.ts', 'contract §8 nos. 26–29', 'section 8 of docs/contracts/movem.md has no 28, 29'],
		['nodes/Movem/api.ts', 'contract §1 and §3.6', 'docs/contracts/movem.md has no section 3.6'],
		['openapi/mymove.yaml', '# contract §3.2 no. 1', 'section 3.2 of docs/contracts/mymove.md has no 1'],
		['nodes/shared/http/retry.ts', 'contract §8 no. 5', 'name the partner'],
		['test/movem/sprove.test.ts', 'contract §8 no. 5', 'name the partner'],
		['nodes/Movem/api.ts', 'contract §eight', '1 × § that cannot be read'],
	])('in %s is wrong: %s', (file, text, why) => {
		expect(wrongIn(file, text)).toEqual([expect.stringContaining(why)]);
	});
});

/** The table of a contract's contradictions, by row and cell. */
function contradictionsOf(contract: string): string[][] {
	const [, part = ''] = /^## \d+\. Contradictions[^\n]*\n(.*?)^## /ms.exec(contract) ?? [];
	return part
		.split('\n')
		.filter((line) => /^\| \d/.test(line))
		.map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '').trim()));
}

/** The n8n labels that a contract quotes: *Environment → Production*. */
const labelsIn = (contract: string) =>
	[...contract.matchAll(/(?<!\*)\*([^*\n]+)\*(?!\*)/g)]
		.flatMap(([, label]) => label!.split(' → '))
		.filter((label) => /^[A-Z]/.test(label));

describe('docs/contracts', () => {
	it.each(['movem', 'mymove', 'moving-portal', 'smartmove', 'sprove'])(
		'%s has more than ten contradictions and more than five names from the screen',
		(name) => {
			expect(contradictionsOf(contracts[name]!).length).toBeGreaterThan(10);
			expect(labelsIn(contracts[name]!).length).toBeGreaterThan(5);
		},
	);

	it('has a contract for every OpenAPI document', () => {
		expect(filesOf('docs/contracts', '.md')).toEqual(filesOf('openapi', '.yaml'));
		expect(filesOf('docs/contracts', '.md')).toEqual([...names].sort());
	});

	describe.each(names)('%s', (name) => {
		const contract = contracts[name]!;
		const { node, trigger, type, hosts } = pack[name]!;
		const nodes = [node(), ...(trigger ? [trigger()] : [])];

		it('numbers the contradictions without a gap and says of each what the pack does and where to change it', () => {
			const rows = contradictionsOf(contract);
			expect(rows.map(([number]) => Number(number))).toEqual(rows.map((_, i) => i + 1));
			expect(rows.filter((cells) => cells.length !== 4 || cells.includes(''))).toEqual([]);
		});

		it('names every operation of the OpenAPI document and every host of the credential', () => {
			const { paths } = parse(read(`openapi/${name}.yaml`)) as {
				paths: Record<string, Record<string, { operationId?: string }>>;
			};
			const operations = Object.values(paths).flatMap((path) =>
				Object.values(path).flatMap(({ operationId }) => operationId ?? []),
			);
			const said = [
				...operations.map((id) => `| \`${id}\``),
				...Object.values(hosts).map((host) => `| *${host.name}* | \`${host.url}\` |`),
			];
			expect(said.filter((text) => !contract.includes(text))).toEqual([]);
		});

		it('calls everything that can be changed in n8n by its name on the screen', () => {
			const screen = JSON.stringify([
				type().properties,
				...nodes.map(({ description }) => description.properties),
			]);
			const labels = labelsIn(contract);
			const isThere = (label: string) =>
				[`"displayName":${JSON.stringify(label)}`, `"name":${JSON.stringify(label)}`].some((text) =>
					screen.includes(text),
				);
			expect(labels.filter((label) => !isThere(label))).toEqual([]);
		});
	});
});
