import type { OperationContext, ReceivedFile } from '../../shared/operation';
import { path } from '../../shared/operation';

/** A type of file by how it begins and, where it has a mark there, how it ends. */
interface FileType {
	extension: string;
	mimeType: string;
	start: RegExp;
	end?: RegExp;
}

/** The types that a tenant's file may have: Movem's documents name none (contract §8 no. 25). */
const FILE_TYPES: readonly FileType[] = [
	{ extension: '.pdf', mimeType: 'application/pdf', start: /^%PDF-/, end: /%%EOF\s*$/ },
	{ extension: '.zip', mimeType: 'application/zip', start: /^PK\x03\x04/ },
	{ extension: '.jpg', mimeType: 'image/jpeg', start: /^\xff\xd8\xff/ },
	{ extension: '.png', mimeType: 'image/png', start: /^\x89PNG\r\n/ },
];

const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

/**
 * Reads a file of a reference. Its type is taken from its bytes.
 *
 * @param id of the reference
 * @param what the last part of the path, and what the file is called in messages
 * @param only the extension that it has to have, where that is known
 * @throws NodeApiError when Movem refuses or has no such file, and for a PDF without an end
 */
export async function referenceFile(
	id: string,
	what: 'report' | 'statements',
	{ file, apiError, unexpectedResponse }: OperationContext,
	only?: string,
): Promise<ReceivedFile & { fileName: string }> {
	const request = { method: 'GET', path: path`/reference/${id}/${what}` } as const;
	const received = await file(request);
	if (!received)
		throw apiError(request, { message: `Reference ${id} has no ${what}` }, { status: 404, body: '' });
	const [start, end] = [latin1(received.bytes.subarray(0, 16)), latin1(received.bytes.subarray(-1024))];
	const type = FILE_TYPES.find((known) => known.start.test(start));
	if ((only && type?.extension !== only) || type?.end?.test(end) === false)
		throw unexpectedResponse(request, { status: 200, body: undefined }, 'a whole PDF');
	return {
		bytes: received.bytes,
		mimeType: type?.mimeType ?? received.mimeType,
		fileName: `movem-${what}-${id}${type?.extension ?? ''}`,
	};
}
