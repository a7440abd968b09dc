import { basename } from 'node:path';

import { markdownTable } from '../../testbed/table';

/** The part of Jest's JSON report that is read here. */
export interface JestReport {
	testResults: Array<{
		/** Path of the test file. */
		name: string;
		status: string;
		assertionResults: Array<{ ancestorTitles: string[]; title: string; status: string }>;
	}>;
}

/** The results of one test file on one n8n. */
export interface AreaResult {
	passed: number;
	/** The names of the failed tests; "the file as a whole" if it failed outside a test. */
	failed: string[];
	/** How many tests were left out, by reason. */
	leftOut: Record<string, number>;
}

/** The results of the tests of the real n8n on one version of it. */
export interface VersionResult {
	/** Day, as YYYY-MM-DD. */
	date: string;
	/** The Node that ran n8n, as 24.1.0. */
	node: string;
	/** By test file, without its ending. */
	areas: Record<string, AreaResult>;
}

/** By version of n8n. What `docs/compatibility.json` holds. */
export type Compatibility = Record<string, VersionResult>;

/** The test files that do not depend on the version of n8n: they test the tarball, the simulator and the calls. */
export const THE_SAME_ON_EACH = ['package', 'simulatorPages', 'live'];

/** The title of each other test file, in the order of the table. */
export const areaNames: Record<string, string> = {
	credentials: 'Credentials and their test',
	operations: 'Every operation',
	examplesUk: 'The examples for the UK',
	examplesOther: 'The examples for the US, Norway and whoever runs it',
	checkOnly: 'What Check Only says, and what is then done',
	twice: 'Creates run twice, in one run and in two at once',
	restarts: 'Orderly restarts while triggers poll',
	cursors: 'Polling with durable cursors',
	polling: 'A day of the four polling triggers, with kills and an outage',
	screening: 'SmartMove Trigger and order',
	waiting: 'Order Now and Wait for Report',
	fuzz: 'Hundreds of wrong postbacks',
	queue: 'Queue mode',
	editor: 'The panels in the editor',
	troubleshooting: 'The symptoms of the troubleshooting page',
	privacy: 'How long n8n keeps what passes',
	packages: 'The packages of one partner each',
	simulatorStories: 'From lead to news and from order to report, on the simulator’s page',
	search: 'The search of the node list',
	types: 'What the pack is compiled with',
	harness: 'What the tests themselves stand on',
};

/** Reads a report of Jest. */
export function areasOf({ testResults }: JestReport): VersionResult['areas'] {
	const entries = testResults.map(({ name, status, assertionResults }) => {
		const tests = (wanted: string) => assertionResults.filter((test) => test.status === wanted);
		const failed = tests('failed').map(({ ancestorTitles, title }) => [...ancestorTitles, title].join(' › '));
		// The search for secrets at the end of a file fails the file, not a test.
		if (status === 'failed' && failed.length === 0) failed.push('the file as a whole');
		const leftOut: AreaResult['leftOut'] = {};
		for (const { ancestorTitles, title } of tests('pending')) {
			const why = ancestorTitles.find((each) => each.startsWith('Only from')) ?? title;
			leftOut[why] = (leftOut[why] ?? 0) + 1;
		}
		return [basename(name, '.test.ts'), { passed: tests('passed').length, failed, leftOut }] as const;
	});
	return Object.fromEntries(entries.sort(([one], [other]) => one.localeCompare(other)));
}

function cellOf(result: AreaResult | undefined): string {
	if (!result) return 'not run';
	const left = Object.values(result.leftOut).reduce((sum, count) => sum + count, 0);
	return [
		...(result.passed > 0 ? [`${result.passed} passed`] : []),
		...(result.failed.length > 0 ? [`**${result.failed.length} failed**`] : []),
		...(left > 0 ? [`${left} left out`] : []),
	].join(', ');
}

/** The table in Markdown, with a column for each version of n8n, and below it the failed and left out tests. */
export function tableOf(results: Compatibility, versions: readonly string[]): string {
	const columns = versions.flatMap((version) => {
		const result = results[version];
		return result ? [{ version, ...result }] : [];
	});
	if (columns.length === 0) return 'Nothing was run yet.';
	const order = Object.keys(areaNames);
	const place = (area: string) => (order.includes(area) ? order.indexOf(area) : order.length);
	const areas = [...new Set(columns.flatMap((column) => Object.keys(column.areas)))].sort(
		(one, other) => place(one) - place(other) || one.localeCompare(other),
	);
	const nameOf = (area: string) => areaNames[area] ?? area;
	const notes = columns.flatMap(({ version, areas: of }) =>
		areas.flatMap((area) => {
			const { failed = [], leftOut = {} } = of[area] ?? {};
			const where = `- n8n ${version}, ${nameOf(area)}`;
			return [
				...failed.map((test) => `${where}: **failed**: ${test}`),
				...Object.entries(leftOut).map(([why, count]) => `${where}: ${count} left out. ${why}`),
			];
		}),
	);
	return [
		markdownTable(
			['What was run', ...columns.map(({ version }) => `n8n ${version}`)],
			[
				['on', ...columns.map(({ date }) => date)],
				['with Node', ...columns.map(({ node }) => node)],
				...areas.map((area) => [nameOf(area), ...columns.map((column) => cellOf(column.areas[area]))]),
			],
		),
		...(notes.length > 0 ? ['', ...notes] : []),
	].join('\n');
}

const BEGIN = '<!-- Written by `npm run test:compat`; what stands between these two lines is replaced. -->';
const END = '<!-- End of what is written by `npm run test:compat`. -->';

/** Replaces the text between the two marks of a page; throws if a mark is missing. */
export function withTable(page: string, table: string): string {
	const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
	if (begin < 0 || end < begin) throw new Error('The page has lost the marks between which the table stands');
	return `${page.slice(0, begin + BEGIN.length)}\n\n${table}\n\n${page.slice(end)}`;
}
