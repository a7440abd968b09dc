import { parse } from 'yaml';

import { paths, read } from './documents';

interface Form {
	name: string;
	description: string;
	body: Array<{
		type: string;
		id?: string;
		attributes: { label?: string; value?: string; options?: unknown[] };
	}>;
}

const folder = '.github/ISSUE_TEMPLATE';
const files = paths.filter((path) => path.startsWith(`${folder}/`) && !path.endsWith('/config.yml'));

/** GitHub silently hides a form that it cannot read. */
describe.each(files)('%s', (file) => {
	const { body, ...form } = parse(read(file)) as Form;
	const questions = body.filter(({ type }) => type !== 'markdown');

	it('is a form as GitHub reads it', () => {
		expect(form).toMatchObject({ name: expect.any(String), description: expect.any(String) });
		for (const { type, id, attributes } of questions) {
			expect(['input', 'textarea', 'dropdown', 'checkboxes']).toContain(type);
			expect(id).toMatch(/^[\w-]+$/);
			expect(attributes.label).toEqual(expect.any(String));
			if (/dropdown|checkboxes/.test(type)) expect(attributes.options?.length).toBeGreaterThan(0);
		}
		const unique = (texts: unknown[]) => expect(texts).toEqual([...new Set(texts)]);
		unique(questions.map(({ id }) => id));
		unique(questions.map(({ attributes }) => attributes.label));
	});

	it('asks first of all to leave secrets and tenants’ data out', () => {
		expect(body[0]).toMatchObject({
			type: 'markdown',
			attributes: { value: expect.stringMatching(/no secrets and no tenants' data/i) },
		});
	});
});

it('a report of a bug has what it takes to look into it', () => {
	const { body } = parse(read(`${folder}/bug.yml`)) as Form;
	expect(body.map(({ id }) => id)).toEqual(
		expect.arrayContaining(['n8n-version', 'pack-version', 'operation', 'happened', 'message']),
	);
});
