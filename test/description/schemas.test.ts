import Ajv, { type ValidateFunction } from 'ajv';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { useSimulator } from '../support/useSimulator';
import { outputsOf, previewPaths } from '../operations/outputs';
import { OPERATIONS } from '../operations/cases';
import { schemaFile, schemaOf, type OutputSchema } from './outputSchema';

const root = join(__dirname, '../..');
const bench = useSimulator();
const names = Object.keys(OPERATIONS);
const kept = () =>
	readdirSync(join(root, 'nodes'), { recursive: true, encoding: 'utf8' })
		.filter((file) => /__schema__.*\.json$/.test(file))
		.map((file) => `nodes/${file.replaceAll('\\', '/')}`);

/** Set by `npm run schemas`: writes the files instead of comparing them. */
const write = process.env.WRITE === 'yes';
if (write) for (const file of kept()) rmSync(join(root, file));

/** A validator that also rejects fields missing from the schema. */
function strictly(schema: OutputSchema): ValidateFunction {
	const closed = ({ type, properties, items }: OutputSchema): object => ({
		type,
		...(items && { items: closed(items) }),
		...(properties && {
			properties: Object.fromEntries(Object.entries(properties).map(([name, each]) => [name, closed(each)])),
			additionalProperties: false,
		}),
	});
	return new Ajv({ allErrors: true, allowUnionTypes: true }).compile(closed(schema));
}

/** What the editor shows of an operation’s output before its first run. */
describe.each(names)('the preview of %s', (name) => {
	const files = previewPaths(name).map((file) => join(root, file));

	it('is what the operation returns today', async () => {
		const text = schemaFile(schemaOf(await outputsOf(bench, name)));
		for (const file of files) {
			if (write) {
				mkdirSync(dirname(file), { recursive: true });
				writeFileSync(file, text);
			}
			expect(readFileSync(file, 'utf8')).toBe(text);
		}
	});

	it('is true of other data, too, and has no field too few', async () => {
		const check = strictly(JSON.parse(readFileSync(files[0]!, 'utf8')) as OutputSchema);
		const outputs = await outputsOf(bench, name, 7);
		expect(outputs.length).toBeGreaterThan(1);
		expect(outputs.flatMap((output) => (check(output) ? [] : check.errors))).toEqual([]);
	});
});

it('is there for every operation and for nothing else: `npm run schemas` writes them', () => {
	expect(kept().sort()).toEqual(names.flatMap(previewPaths).sort());
});
