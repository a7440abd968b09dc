import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { ItemWithFile, type OperationResult } from '../operation';
import { isTool } from './tool';

/** The output items of one input item, paired with it. @param index of the input item, from 0 */
export async function toOutput(
	n8n: IExecuteFunctions,
	result: OperationResult,
	index: number,
): Promise<INodeExecutionData[]> {
	const pairedItem = { item: index };
	if (result instanceof ItemWithFile) return [{ ...(await withFile(n8n, result)), pairedItem }];
	return (Array.isArray(result) ? result : [result]).map((json) => ({ json, pairedItem }));
}

/** An item with its file in n8n's binary store; an agent's tool stores none, because nobody would ever read it. */
async function withFile(n8n: IExecuteFunctions, { json, file, fieldName }: ItemWithFile) {
	const fileName = withoutFolder(file.fileName);
	const item = { json: { ...json, fileName, fileSize: file.bytes.length } };
	if (isTool(n8n)) return item;
	const bytes = Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength);
	return {
		...item,
		binary: { [fieldName]: await n8n.helpers.prepareBinaryData(bytes, fileName, file.mimeType) },
	};
}

/** A file name without folders and control characters: the next node may save the file under it. */
function withoutFolder(fileName: string): string {
	return fileName.replace(/\p{Cc}/gu, '').replace(/.*[\\/]/s, '') || 'file';
}
