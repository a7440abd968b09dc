import type { AddressInfo } from 'node:net';

import { simpleParser, type AddressObject } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** A mail as its reader sees it. */
export interface Mail {
	from: string;
	to: string[];
	subject: string;
	text: string;
	attachments: Array<{ fileName: string; bytes: number }>;
}

/** A mail server on 127.0.0.1 that keeps what it is given and passes nothing on. */
export interface Mailbox {
	port: number;
	/** In the order in which they came. */
	mails: Mail[];
	close(): Promise<void>;
}

const addresses = (list: AddressObject | AddressObject[] | undefined) =>
	[list ?? []].flat().flatMap(({ value }) => value.map(({ address = '' }) => address));

/** Starts a mail server on a free port. It asks for no password and speaks no TLS. */
export async function startMailbox(): Promise<Mailbox> {
	const mails: Mail[] = [];
	const server = new SMTPServer({
		disabledCommands: ['AUTH', 'STARTTLS'],
		onData(stream, _session, done) {
			simpleParser(stream).then(({ from, to, subject = '', text = '', attachments }) => {
				mails.push({
					from: addresses(from).join(),
					to: addresses(to),
					subject,
					text,
					attachments: attachments.map(({ filename = '', size }) => ({ fileName: filename, bytes: size })),
				});
				done();
			}, done);
		},
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(0, '127.0.0.1', resolve);
	});
	return {
		port: (server.server.address() as AddressInfo).port,
		mails,
		close: async () => await new Promise<void>((resolve) => server.close(() => resolve())),
	};
}
