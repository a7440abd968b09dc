/** What an operation returns becomes items, without n8n: files through n8n's engine stand in partners/movem/references.test.ts. */
import type { IExecuteFunctions } from 'n8n-workflow';

import { toOutput } from '../../../nodes/shared/execution/output';
import { ItemWithFile } from '../../../nodes/shared/operation';
import { acmeNode } from '../../support/acme';

const stored: unknown[] = [];
const n8nOf = (type = 'acme') =>
	({
		getNode: () => ({ ...acmeNode, type }),
		helpers: {
			prepareBinaryData: async (bytes: Buffer, fileName: string, mimeType?: string) => {
				stored.push({ text: bytes.toString(), fileName, mimeType });
				return await Promise.resolve({ data: 'in the store' });
			},
		},
	}) as unknown as IExecuteFunctions;

// A part of a longer buffer, as Node's small buffers are.
const bytes = new Uint8Array(Buffer.from('before%PDFafter')).subarray(6, 10);
const withFile = (fileName: string) =>
	new ItemWithFile({ id: 7 }, { bytes, fileName, mimeType: 'application/pdf' }, 'report');

beforeEach(() => void stored.splice(0));

describe('the output of an item', () => {
	it.each([
		['one', { id: 1 }, [{ json: { id: 1 }, pairedItem: { item: 3 } }]],
		['none', [], []],
		[
			'several',
			[{ id: 1 }, { id: 2 }],
			[
				{ json: { id: 1 }, pairedItem: { item: 3 } },
				{ json: { id: 2 }, pairedItem: { item: 3 } },
			],
		],
	])('is %s, paired with it', async (_, result, output) =>
		expect(await toOutput(n8nOf(), result, 3)).toStrictEqual(output),
	);

	it('has its file in n8n’s store, under the field of the operation, with name and size', async () => {
		expect(await toOutput(n8nOf(), withFile('report.pdf'), 3)).toStrictEqual([
			{
				json: { id: 7, fileName: 'report.pdf', fileSize: 4 },
				binary: { report: { data: 'in the store' } },
				pairedItem: { item: 3 },
			},
		]);
		expect(stored).toEqual([{ text: '%PDF', fileName: 'report.pdf', mimeType: 'application/pdf' }]);
	});

	it('has no file where an agent asked for it', async () => {
		expect(await toOutput(n8nOf('acmeTool'), withFile('report.pdf'), 0)).toStrictEqual([
			{ json: { id: 7, fileName: 'report.pdf', fileSize: 4 }, pairedItem: { item: 0 } },
		]);
		expect(stored).toEqual([]);
	});

	it.each([
		['../../etc/passwd', 'passwd'],
		['C:\\Users\\kim\\report.pdf', 'report.pdf'],
		['re\nport\u0000.pdf\u007f', 'report.pdf'],
		['a\n/report.pdf', 'report.pdf'],
		// A line separator, which is no control character.
		['a\u2028/../../etc/passwd', 'passwd'],
		['folder/', 'file'],
		['', 'file'],
	])('names its file without folders and control characters: %j is %j', async (fileName, name) => {
		const [item] = await toOutput(n8nOf(), withFile(fileName), 0);
		expect(item?.json.fileName).toBe(name);
		expect(stored).toMatchObject([{ fileName: name }]);
	});
});
