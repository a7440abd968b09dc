import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import {
	FAULT_WORDS,
	MAGIC_FAULTS,
	MAGIC_FIELDS,
	MAGIC_OUTCOMES,
	REPEATS,
} from '../../simulator/magicValues';
import { PARTNERS, type PartnerName } from '../../simulator/partners';
import { SCENARIOS } from '../../simulator/scenarios';
import { N8N_PORT } from '../../testbed/ports';
import { withRows } from '../support/markdownTable';
import { read, root } from './documents';

const FILE = 'docs/simulator.md';
/** Set by `npm run generate`: writes the tables from what the simulator has. */
const isWriting = process.env.WRITE === 'yes';

const partners = Object.keys(MAGIC_FIELDS) as Array<keyof typeof MAGIC_FIELDS>;
const nameOf = (partner: PartnerName) => PARTNERS[partner].name;
const value = (word: string) => `\`${word}@example.test\``;

/** The tables of the page about the simulator: the first column, the others, the rows. */
const TABLES: Array<[first: string, columns: string[], rows: string[][]]> = [
	['Partner', ['Where the value goes'], partners.map((partner) => [nameOf(partner), MAGIC_FIELDS[partner]])],
	[
		'Fault',
		['What happens', 'Which requests'],
		FAULT_WORDS.map((word) => [value(word), MAGIC_FAULTS[word].happens, REPEATS[MAGIC_FAULTS[word].meets]]),
	],
	[
		'Outcome',
		partners.map(nameOf),
		Object.entries(MAGIC_OUTCOMES).map(([word, becomes]) => [
			value(word),
			...partners.map((partner) => (becomes as Partial<Record<PartnerName, string>>)[partner] ?? ''),
		]),
	],
	['Scenario', ['What it holds'], Object.values(SCENARIOS).map(({ title, holds }) => [title, holds])],
];

it('names the port of the demo’s n8n, which is not that of an n8n of one’s own or of its task broker', () => {
	expect([5678, 5679]).not.toContain(N8N_PORT);
	expect(read(FILE)).toContain(`n8n is on port ${N8N_PORT} then`);
	expect(read('CHANGELOG.md')).toContain(`port ${N8N_PORT} unless you say otherwise`);
});

it.each(TABLES)(
	'the table %s of docs/simulator.md says what the simulator does: `npm run generate` writes it',
	(first, columns, rows) => {
		const written = withRows(read(FILE), first, columns, rows);
		if (isWriting) writeFileSync(join(root, FILE), written);
		expect(read(FILE)).toBe(written);
	},
);
