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
	/** From now on answers 550 to whoever writes to an address, as a server does that does not know it. */
	refuse(address: string): void;
	/** From now on answers 552 to a mail with an attachment of that name, as a server does that finds it too large. */
	refuseFile(fileName: string): void;
	/** Takes everything again. */
	refuseNothing(): void;
	close(): Promise<void>;
}

const addresses = (list: AddressObject | AddressObject[] | undefined) =>
	[list ?? []].flat().flatMap(({ value }) => value.map(({ address = '' }) => address));

const refusal = (responseCode: number, text: string) => Object.assign(new Error(text), { responseCode });

/** Starts a mail server on a free port. It asks for no password and speaks no TLS. */
export async function startMailbox(): Promise<Mailbox> {
	const mails: Mail[] = [];
	const refused = new Set<string>();
	const server = new SMTPServer({
		disabledCommands: ['AUTH', 'STARTTLS'],
		onRcptTo({ address }, _session, done) {
			done(refused.has(address) ? refusal(550, '5.1.1 No such mailbox here') : undefined);
		},
		onData(stream, _session, done) {
			simpleParser(stream).then(({ from, to, subject = '', text = '', attachments }) => {
				if (attachments.some(({ filename = '' }) => refused.has(filename))) {
					done(refusal(552, '5.3.4 Message too big'));
					return;
				}
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
		refuse: (address) => void refused.add(address),
		refuseFile: (fileName) => void refused.add(fileName),
		refuseNothing: () => refused.clear(),
		close: async () => await new Promise<void>((resolve) => server.close(() => resolve())),
	};
}
