/** How a tenant's file is named and judged by its bytes, without a server: whole runs stand in references.test.ts. */
import { referenceFile } from '../../../nodes/Movem/reference/file';
import type { OperationContext } from '../../../nodes/shared/operation';

const PDF = '%PDF-1.7\nbody\n%%EOF\n';

async function received(
	body: string | undefined,
	what: 'report' | 'statements' = 'statements',
	only?: string,
) {
	const requests: unknown[] = [];
	const context = {
		file: async (request: unknown) => {
			requests.push(request);
			return await Promise.resolve(
				body === undefined
					? undefined
					: { bytes: Buffer.from(body, 'latin1'), mimeType: 'text/plain', fileName: 'their own' },
			);
		},
		apiError: (request: unknown, { message }: { message: string }, response: object) =>
			Object.assign(new Error(message), { request, response }),
		unexpectedResponse: (request: unknown, response: object, expected: string) =>
			Object.assign(new Error(`not ${expected}`), { request, response }),
	} as unknown as OperationContext;
	const outcome = await referenceFile('r 1', what, context, only).catch((failure: Error) => failure);
	return { outcome, requests };
}

describe('the file of a reference', () => {
	it.each([
		['a PDF', PDF, '.pdf'],
		['a PDF with something behind its end', `${PDF}${'x'.repeat(1018)}`, '.pdf'],
		['a ZIP', 'PK\x03\x04...', '.zip'],
		['a JPEG', '\xff\xd8\xff...', '.jpg'],
		['a PNG', '\x89PNG\r\n...', '.png'],
	])('is named by its bytes, and n8n told no other type: %s', async (_, body, extension) =>
		expect((await received(body)).outcome).toEqual({
			bytes: Buffer.from(body, 'latin1'),
			fileName: `movem-statements-r 1${extension}`,
		}),
	);

	it.each([` ${PDF}`, ' PK\x03\x04', ' \xff\xd8\xff', ' \x89PNG\r\n', 'a text', '', 'PDF-1.7 %%EOF'])(
		'of a type that nobody knows keeps what Movem calls it: %j',
		async (body) =>
			expect((await received(body)).outcome).toEqual({
				bytes: Buffer.from(body, 'latin1'),
				mimeType: 'text/plain',
				fileName: 'movem-statements-r 1',
			}),
	);

	it('is asked for by its escaped ID', async () =>
		expect((await received(PDF, 'report')).requests).toEqual([
			{ method: 'GET', path: '/reference/r%201/report' },
		]));

	it('that there is not, is told like a 404', async () =>
		expect((await received(undefined, 'report')).outcome).toMatchObject({
			message: 'Reference r 1 has no report',
			request: { method: 'GET', path: '/reference/r%201/report' },
			response: { status: 404, body: undefined },
		}));

	it.each([
		['without an end', '%PDF-1.7\nbody', undefined],
		['whose end stands too far from the end', `${PDF}${'x'.repeat(1019)}`, undefined],
		['that is another type', 'PK\x03\x04...', '.pdf'],
		['that is no known type', 'a text', '.pdf'],
	])('is refused %s', async (_, body, only) =>
		expect((await received(body, 'report', only)).outcome).toMatchObject({
			message: 'not a whole PDF',
			response: { status: 200, body: undefined },
		}),
	);

	it('is taken where it is the type it has to be', async () =>
		expect((await received(PDF, 'report', '.pdf')).outcome).toMatchObject({
			fileName: 'movem-report-r 1.pdf',
		}));
});
