import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { tenantColumns } from '../../nodes/Movem/application/columns';
import { referralColumns } from '../../nodes/MovingPortal/referral/columns';
import type { Column } from '../../nodes/shared/fields/columns';
import { withRows } from '../support/markdownTable';
import { linksOf, read, root } from './documents';

const isWriting = process.env.WRITE === 'yes';
const PAGE = 'docs/columns.md';
const WHERE = ['Tenant to invite', 'Referral'] as const;

const SHEETS = [
	{ template: 'docs/templates/tenants.csv', columns: tenantColumns.columns, name: WHERE[0] },
	{ template: 'docs/templates/referrals.csv', columns: referralColumns.columns, name: WHERE[1] },
];

const takes = ({ type, options = [] }: Column['field']['property']): string =>
	type === 'options' && options.length > 0
		? options.map((option) => ('name' in option ? option.name : '')).join(' or ')
		: type === 'number'
			? 'a number'
			: type === 'boolean'
				? 'yes or no'
				: 'a text';

const rowsOf = (columns: readonly Column[]) =>
	columns.map(({ heading, names, field, required }) => [
		heading,
		`\`${names.at(-1) ?? ''}\``,
		`${takes(field.property)}${required ? '; required' : ''}`,
	]);

const HEADINGS = ['Other name', 'What it takes'];

if (isWriting) {
	for (const { template, columns, name } of SHEETS) {
		const first = columns.filter(({ isOffered }) => isOffered).map(({ heading }) => heading);
		writeFileSync(join(root, template), `${first.join(',')}\n`);
		writeFileSync(join(root, PAGE), withRows(read(PAGE), name, HEADINGS, rowsOf(columns)));
	}
}

describe.each(SHEETS)('the columns of “$name”', ({ template, columns, name }) => {
	it('all stand in the page, and no other: `npm run generate` writes them', () => {
		expect(withRows(read(PAGE), name, HEADINGS, rowsOf(columns))).toBe(read(PAGE));
	});

	it('have a template with the headings that n8n shows first, which the page leads to', () => {
		const [headings, ...rows] = read(template).split('\n');
		expect(headings?.split(',')).toEqual(
			columns.filter(({ isOffered }) => isOffered).map(({ heading }) => heading),
		);
		expect(rows).toEqual(['']);
		expect(linksOf(read(PAGE))).toContain(template.replace('docs/', ''));
	});
});
