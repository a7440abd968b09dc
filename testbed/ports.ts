import { createServer } from 'node:net';
import { UserError } from './userError';

/** Binds for a moment: resolves to the port that was free, rejects as `listen` does. */
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

/** A port that nobody listens on right now. */
export async function freePort(): Promise<number> {
	return tryPort(0);
}

/** The port the user asked for, or one clear sentence when it cannot be had. */
export async function requirePort(port: number, purpose: string, option: string): Promise<number> {
	try {
		return await tryPort(port);
	} catch (error) {
		const code = (error as NodeJS.ErrnoException).code;
		const why = code === 'EACCES' ? 'may not be used by this user' : 'is already in use';
		throw new UserError(
			`Port ${port} for ${purpose} ${why}; free it or choose another with ${option} <port>.`,
		);
	}
}
