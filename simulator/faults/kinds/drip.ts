import { z } from 'zod';
import { pause } from '../../http/rawResponse';
import { defineFaultKind } from '../faultKind';

/** The right answer, a few bytes at a time. */
export const drip = defineFaultKind({
	fields: { overMs: z.number().min(0), pieces: z.number().int().min(1).default(10) },
	async sendResponse(reply, response, { overMs, pieces }) {
		reply.hijack();
		const { bytes } = response;
		reply.raw.writeHead(response.status, { ...response.headers, 'content-length': String(bytes.length) });
		const size = Math.max(1, Math.ceil(bytes.length / pieces));
		for (let start = 0; start < bytes.length; start += size) {
			await pause(overMs / pieces);
			if (reply.raw.destroyed) return;
			reply.raw.write(bytes.subarray(start, start + size));
		}
		reply.raw.end();
	},
});
