import { z } from 'zod';
import { defineFaultKind } from '../faultKind';

/** A web page in place of JSON, as a gateway sends it. */
export const html = defineFaultKind({
	fields: { status: z.number().int().min(200).max(599).default(502) },
	replaceResponse: ({ status }) => ({
		status,
		headers: { 'content-type': 'text/html; charset=utf-8' },
		bytes: Buffer.from(
			`<!doctype html><html><head><title>${status}</title></head><body><h1>Gateway says ${status}</h1></body></html>`,
		),
	}),
});
