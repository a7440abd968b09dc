import { send } from '../../http/rawResponse';
import { defineFaultKind } from '../faultKind';

/**
 * The partner does its work, and the connection breaks after half of the announced body. An answer without a body
 * arrives whole.
 */
export const breakOff = defineFaultKind({
	fields: {},
	sendResponse(reply, response) {
		const { bytes } = response;
		if (bytes.length === 0) return send(reply, response);
		reply.hijack();
		reply.raw.writeHead(response.status, { ...response.headers, 'content-length': String(bytes.length) });
		reply.raw.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => reply.raw.destroy());
	},
});
