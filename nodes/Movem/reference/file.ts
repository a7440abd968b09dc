import { path, type OperationContext, type ReceivedFile } from '../../shared/operation';

/** A type of file by how it begins and, where it has a mark there, what stands near its end. */
interface FileType {
	extension: string;
	start: string;
	end?: string;
}

/** The types that a tenant's file may have: Movem's documents name none (contract §8 no. 25). */
const FILE_TYPES: readonly FileType[] = [
	{ extension: '.pdf', start: '%PDF-', end: '%%EOF' },
	{ extension: '.zip', start: 'PK\x03\x04' },
	{ extension: '.jpg', start: '\xff\xd8\xff' },
	{ extension: '.png', start: '\x89PNG\r\n' },
];

/** Bytes at the end of a PDF among which readers look for its mark: some programs append to a PDF. */
const PDF_END = 1024;

const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

/**
 * Reads a file of a reference, and names it by its type, which is taken from its bytes.
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
		throw apiError(request, { message: `Reference ${id} has no ${what}` }, { status: 404, body: undefined });
	const { bytes } = received;
	const [start, end] = [latin1(bytes.subarray(0, 16)), latin1(bytes.subarray(-PDF_END))];
	const type = FILE_TYPES.find((known) => start.startsWith(known.start));
	if ((only && type?.extension !== only) || (type?.end && !end.includes(type.end)))
		throw unexpectedResponse(request, { status: 200, body: undefined }, 'a whole PDF');
	const fileName = `movem-${what}-${id}${type?.extension ?? ''}`;
	// n8n knows the type by the extension, whatever Movem calls it.
	return type ? { bytes, fileName } : { ...received, fileName };
}
