import { createServer } from 'node:net';
import { UserError } from './userError';

/** n8n's port unless another is asked for: not that of an n8n of one's own, which is 5678. */
export const N8N_PORT = 5690;

/** Listens on a port for a moment: resolves to the port if it was free, else rejects as `listen` does. */
async function tryPort(port: number): Promise<number> {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
			const address = server.address();
			server.close(() => resolve(typeof address === 'object' && address ? address.port : port));
		});
	});
}

/** The ports that this process has given out: n8n listens on its own only seconds later. */
const given = new Set<number>();

/** A port that nobody listens on right now, and that was not given out before. */
export async function freePort(): Promise<number> {
	for (;;) {
		const port = await tryPort(0);
		if (given.has(port)) continue;
		given.add(port);
		return port;
	}
}

/** Returns the port that the user asked for; throws a UserError if it is not free. */
export async function requirePort(port: number, purpose: string, option: string): Promise<number> {
	try {
		given.add(await tryPort(port));
		return port;
	} catch (error) {
		const code = (error as NodeJS.ErrnoException).code;
		const why = code === 'EACCES' ? 'may not be used by this user' : 'is already in use';
		throw new UserError(
			`Port ${port} for ${purpose} ${why}; free it or choose another with ${option} <port>.`,
		);
	}
}
