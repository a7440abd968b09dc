import type { Mail, Mailbox } from '../../../testbed/mailbox';
import type { Stack } from './stack';

/**
 * The mails that n8n has sent since the test began, in order. The credential of type `smtp` with which n8n sends them is
 * one of the testbed's. What the mail server refuses it takes again in the next test. Call it once, at the top of the file.
 */
export function useMail(stack: Stack): { readonly mails: Mail[] } & Pick<Mailbox, 'refuse' | 'refuseFile'> {
	beforeEach(() => {
		stack.testbed.mailbox.mails.splice(0);
		stack.testbed.mailbox.refuseNothing();
	});
	return {
		get mails() {
			return stack.testbed.mailbox.mails;
		},
		refuse: (address) => stack.testbed.mailbox.refuse(address),
		refuseFile: (fileName) => stack.testbed.mailbox.refuseFile(fileName),
	};
}
