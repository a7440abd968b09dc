import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import {
	areaNames,
	areasOf,
	tableOf,
	THE_SAME_ON_EACH,
	withTable,
	type Compatibility,
} from '../../trials/compat/report';
import { n8nVersions } from '../../testbed/n8nVersions';
import { repoRoot } from '../../testbed/paths';

const read = (file: string) => readFileSync(join(repoRoot, 'docs', file), 'utf8');
const page = read('compatibility.md');

const test = (status: string, title: string, ...ancestorTitles: string[]) => ({
	status,
	title,
	ancestorTitles,
});
const why = 'Only from n8n 2.41: no token in the address of a sleeping execution';

it('counts what passed, names what failed and gives the reason of what was left out', () => {
	const areas = areasOf({
		testResults: [
			{
				name: '/anywhere/test/n8n/waiting.test.ts',
				status: 'failed',
				assertionResults: [
					test('passed', 'sleeps'),
					test('failed', 'wakes', 'an execution'),
					test('pending', 'needs a token', 'an execution', why),
					test('pending', 'refuses another', 'an execution', why),
				],
			},
			{
				name: '/anywhere/test/n8n/queue.test.ts',
				status: 'failed',
				assertionResults: [test('passed', 'all')],
			},
		],
	});
	expect(areas).toEqual({
		queue: { passed: 1, failed: ['the file as a whole'], leftOut: {} },
		waiting: { passed: 1, failed: ['an execution › wakes'], leftOut: { [why]: 2 } },
	});
});

const some: Compatibility = {
	'2.8.4': {
		date: '2026-01-02',
		node: '24.1.0',
		areas: {
			waiting: { passed: 1, failed: ['wakes'], leftOut: { [why]: 2 } },
			unheardOf: { passed: 3, failed: [], leftOut: {} },
		},
	},
	'2.41.1': {
		date: '2026-01-03',
		node: '24.1.0',
		areas: {
			operations: { passed: 6, failed: [], leftOut: {} },
			waiting: { passed: 4, failed: [], leftOut: {} },
		},
	},
};

it('makes a table of it, with a column for each version that was ever run', () => {
	expect(tableOf(some, ['1.123.81', '2.8.4', '2.41.1']).split('\n')).toEqual([
		'| What was run | n8n 2.8.4 | n8n 2.41.1 |',
		'| --- | --- | --- |',
		'| on | 2026-01-02 | 2026-01-03 |',
		'| with Node | 24.1.0 | 24.1.0 |',
		'| Every operation | not run | 6 passed |',
		'| Order Now and Wait for Report | 1 passed, **1 failed**, 2 left out | 4 passed |',
		'| unheardOf | 3 passed | not run |',
		'',
		'- n8n 2.8.4, Order Now and Wait for Report: **failed**: wakes',
		`- n8n 2.8.4, Order Now and Wait for Report: 2 left out. ${why}`,
	]);
});

it('replaces the table of the page and nothing else', () => {
	const twice = withTable(withTable(page, 'first'), 'second');
	expect(twice).not.toContain('first');
	expect(withTable(twice, 'first')).toBe(withTable(page, 'first'));
	expect(twice.split('\n')[0]).toBe(page.split('\n')[0]);
	expect(() => withTable('no marks', 'table')).toThrow('has lost the marks');
});

it('has a title for each test of the real n8n whose result depends on the version', () => {
	const files = readdirSync(join(repoRoot, 'test/n8n')).filter((file) => file.endsWith('.test.ts'));
	const areas = files.map((file) => basename(file, '.test.ts'));
	expect([...Object.keys(areaNames), ...THE_SAME_ON_EACH].sort()).toEqual(areas.sort());
});

it('the page has the table of the last runs, to the letter', () => {
	const results = JSON.parse(read('compatibility.json')) as Compatibility;
	expect(page).toBe(withTable(page, tableOf(results, n8nVersions)));
});
