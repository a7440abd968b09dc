import { send } from '../../http/wire';
import { defineFaultKind } from '../faultKind';

/**
 * The partner does its work, and the connection breaks after half of the announced body. An answer without a body
 * arrives whole.
 */
export const breakOff = defineFaultKind({
	fields: {},
	sendAnswer(reply, answer) {
		const bytes = Buffer.from(answer.text);
		if (bytes.length === 0) return send(reply, answer);
		reply.hijack();
		reply.raw.writeHead(answer.status, { ...answer.headers, 'content-length': String(bytes.length) });
		reply.raw.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => reply.raw.destroy());
	},
});
